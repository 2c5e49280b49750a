package org.virnucpro.common.sequence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates the six reading frames of a chunk and keeps those without a stop codon ({@code identify_seq} of VirNucPro's
 * units.py, prediction mode). One pass finds the frames with a stop; only open frames are translated. Thread-safe.
 */
public final class SixFrameTranslator {
    private static final ReadingFrame[] FRAMES = ReadingFrame.values();
    private static final int ALL_CLOSED = 0b111111;

    /** The open frames in the order F1 to R3; those without a residue are left out. */
    public List<OpenFrame> translate(Chunk chunk) {
        Bases bases = chunk.bases();
        int closed = closedFrames(bases);
        if (closed == ALL_CLOSED) {
            return List.of();
        }
        List<OpenFrame> open = new ArrayList<>();
        for (ReadingFrame frame : FRAMES) {
            if (isOpen(closed, frame, bases.length())) {
                String protein = protein(bases, frame);
                if (!protein.isEmpty()) {
                    open.add(new OpenFrame(chunk.id(), frame, nucleotides(bases, frame, protein.length()), protein));
                }
            }
        }
        return open;
    }

    /** Sizes of what {@link #translate} returns, without building it. */
    public OpenFrameCounts count(Chunk chunk) {
        Bases bases = chunk.bases();
        int closed = closedFrames(bases);
        OpenFrameCounts counts = OpenFrameCounts.NONE;
        if (closed == ALL_CLOSED) {
            return counts;
        }
        for (ReadingFrame frame : FRAMES) {
            if (isOpen(closed, frame, bases.length())) {
                long residues = residueCount(bases, frame.offset(), frame.reverse());
                if (residues > 0) {
                    int nucleotides = nucleotideEnd(bases, frame, (int) residues) - frame.offset();
                    counts = counts.plus(new OpenFrameCounts(1, residues, residues * residues, nucleotides));
                }
            }
        }
        return counts;
    }

    /**
     * Bit {@code i % 3} is set when a codon that starts at base i is a stop, bit {@code 3 + i % 3} when the reverse
     * complement of that codon is one.
     */
    private static int closedFrames(Bases bases) {
        int length = bases.length();
        if (length < 3) {
            return 0;
        }
        byte[] index = GeneticCode.BASE_INDEX;
        byte[] stops = GeneticCode.STOPS;
        int codon = index[bases.at(0)] << 3 | index[bases.at(1)];
        int closed = 0;
        int i = 2;
        for (; i + 2 < length && closed != ALL_CLOSED; i += 3) {
            int first = (codon << 3 | index[bases.at(i)]) & GeneticCode.CODON_MASK;
            int second = (first << 3 | index[bases.at(i + 1)]) & GeneticCode.CODON_MASK;
            codon = (second << 3 | index[bases.at(i + 2)]) & GeneticCode.CODON_MASK;
            closed |= stops[first] | stops[second] << 1 | stops[codon] << 2;
        }
        for (int phase = 0; i < length; i++, phase++) {
            codon = (codon << 3 | index[bases.at(i)]) & GeneticCode.CODON_MASK;
            closed |= stops[codon] << phase;
        }
        return closed;
    }

    private static boolean isOpen(int closed, ReadingFrame frame, int length) {
        if (length < 3) {
            return false;
        }
        // The reverse frame with offset o reads the codons that start at length - 3 - o, length - 6 - o, ...
        int bit = frame.reverse() ? 3 + (length - frame.offset()) % 3 : frame.offset();
        return ((closed >> bit) & 1) == 0;
    }

    private static String protein(Bases bases, ReadingFrame frame) {
        int length = bases.length();
        byte[] residues = new byte[(length - frame.offset()) / 3];
        int count = 0;
        for (int offset = frame.offset(); offset + 3 <= length; offset += 3) {
            byte residue = residue(bases, offset, frame.reverse());
            if (residue != 0) {
                residues[count++] = residue;
            }
        }
        return new String(residues, 0, count, StandardCharsets.ISO_8859_1);
    }

    private static int residueCount(Bases bases, int firstOffset, boolean reverse) {
        int count = 0;
        for (int offset = firstOffset; offset + 3 <= bases.length(); offset += 3) {
            if (residue(bases, offset, reverse) != 0) {
                count++;
            }
        }
        return count;
    }

    /** The residue of the codon {@code offset} bases into the strand. */
    private static byte residue(Bases bases, int offset, boolean reverse) {
        int start = reverse ? bases.length() - 3 - offset : offset;
        byte[] index = GeneticCode.BASE_INDEX;
        int codon = index[bases.at(start)] << 6 | index[bases.at(start + 1)] << 3 | index[bases.at(start + 2)];
        return reverse ? GeneticCode.REVERSE_RESIDUE[codon] : GeneticCode.RESIDUE[codon];
    }

    private static int nucleotideEnd(Bases bases, ReadingFrame frame, int residues) {
        return Math.min(bases.length(), frame.offset() + 1 + 3 * residues);
    }

    private static String nucleotides(Bases bases, ReadingFrame frame, int residues) {
        int start = frame.offset();
        byte[] strand = new byte[nucleotideEnd(bases, frame, residues) - start];
        for (int i = 0; i < strand.length; i++) {
            strand[i] = frame.reverse()
                    ? GeneticCode.COMPLEMENT[bases.at(bases.length() - 1 - start - i)]
                    : GeneticCode.UPPER[bases.at(start + i)];
        }
        return new String(strand, StandardCharsets.ISO_8859_1);
    }
}
