package org.virnucpro.common.sequence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A second, slow implementation of chunking and translation, written from the description of the reference with strings and
 * lists only, to compare the fast one with.
 */
final class NaivePipeline {
    private static final Map<String, String> CODONS = codons();

    private NaivePipeline() {}

    /** Text of the chunked file for the text of an input of usable records. */
    static String chunkedFile(String input, int chunkSize) {
        StringBuilder file = new StringBuilder();
        for (String[] record : parse(input)) {
            List<String> chunks = chunks(record[1], chunkSize);
            for (int i = 0; i < chunks.size(); i++) {
                file.append('>')
                        .append(record[0])
                        .append("_chunk_")
                        .append(i + 1)
                        .append('\n');
                String rest = chunks.get(i);
                while (!rest.isEmpty()) {
                    int cut = Math.min(60, rest.length());
                    file.append(rest, 0, cut).append('\n');
                    rest = rest.substring(cut);
                }
            }
        }
        return file.toString();
    }

    /** Lines "id nucleotides protein" of the open frames of a chunked file. */
    static List<String> openFrames(String chunkedFile) {
        List<String> frames = new ArrayList<>();
        for (String[] record : parse(chunkedFile)) {
            String forward = record[1].toUpperCase(java.util.Locale.ROOT);
            StringBuilder complement = new StringBuilder();
            for (int i = 0; i < forward.length(); i++) {
                char base = forward.charAt(i);
                int index = "ACGT".indexOf(base);
                complement.append(index < 0 ? base : "TGCA".charAt(index));
            }
            String reverse = complement.reverse().toString();
            for (int n = 1; n <= 6; n++) {
                String strand = n <= 3 ? forward : reverse;
                int offset = (n - 1) % 3;
                StringBuilder protein = new StringBuilder();
                for (int i = offset; i <= strand.length() - 3; i += 3) {
                    protein.append(CODONS.getOrDefault(strand.substring(i, i + 3), ""));
                }
                if (protein.indexOf("*") < 0 && protein.length() > 0) {
                    int end = Math.min(strand.length(), offset + 1 + 3 * protein.length());
                    String name = record[0] + (n <= 3 ? "F" + n : "R" + (n - 3));
                    frames.add(name + " " + strand.substring(offset, end) + " " + protein);
                }
            }
        }
        return frames;
    }

    /** Pairs of id and sequence. */
    private static List<String[]> parse(String text) {
        List<String[]> records = new ArrayList<>();
        for (String line : text.split("\r\n|\r|\n", -1)) {
            if (line.startsWith(">")) {
                String[] words = line.substring(1).strip().split("[\\s\\x1c-\\x1f]+", -1);
                records.add(new String[] {words[0], ""});
            } else if (!records.isEmpty()) {
                String[] last = records.get(records.size() - 1);
                last[1] += line.replaceAll("[\\s\\x1c-\\x1f]+$", "").replace(" ", "");
            }
        }
        return records;
    }

    /** The overlaps as a list, as the reference builds it: one entry per gap, what is left over is dropped. */
    private static List<String> chunks(String sequence, int chunkSize) {
        int count = (sequence.length() + chunkSize - 1) / chunkSize;
        int surplus = count * chunkSize - sequence.length();
        int even = surplus / count;
        List<Integer> overlaps = new ArrayList<>();
        for (int i = 0; i < surplus - even * (count - 1); i++) {
            overlaps.add(even + 1);
        }
        while (overlaps.size() < count - 1) {
            overlaps.add(even);
        }
        List<String> chunks = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < count; i++) {
            chunks.add(sequence.substring(start, Math.min(start + chunkSize, sequence.length())));
            if (i < count - 1) {
                start += chunkSize - overlaps.get(i);
            }
        }
        return chunks;
    }

    private static Map<String, String> codons() {
        Map<String, String> codons = new LinkedHashMap<>();
        String table = "A:GCT GCC GCA GCG|R:CGT CGC CGA CGG AGA AGG|N:AAT AAC|D:GAT GAC|C:TGT TGC|Q:CAA CAG|E:GAA GAG"
                + "|G:GGT GGC GGA GGG|H:CAT CAC|I:ATT ATC ATA|L:TTA TTG CTT CTC CTA CTG|K:AAA AAG|M:ATG|F:TTT TTC"
                + "|P:CCT CCC CCA CCG|S:TCT TCC TCA TCG AGT AGC|T:ACT ACC ACA ACG|W:TGG|Y:TAT TAC|V:GTT GTC GTA GTG"
                + "|*:TAA TAG TGA";
        for (String residue : table.split("\\|", -1)) {
            for (String codon : residue.substring(2).split(" ", -1)) {
                codons.put(codon, residue.substring(0, 1));
            }
        }
        return codons;
    }
}
