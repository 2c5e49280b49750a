package org.virnucpro.coordinator.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** FASTA files of deliberately unequal size: a few large ones among many small ones, as assemblies are. */
public final class DemoInput {

    /** Records per file; the sum of the largest two is more than that of all others. */
    private static final int[] RECORDS = {360, 12, 9, 150, 14, 10, 60, 8, 16, 11, 30, 13, 9, 15, 10, 12};

    private static final String BASES = "ACGT";
    private static final int LONGEST = 2_400;
    private static final int SHORTEST = 400;
    private static final long SEED = 20261123;

    private final Random random = new Random(SEED);

    /** Writes the files into an existing folder and returns them in the order of their names. */
    public List<Path> write(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int number = 1; number <= RECORDS.length; number++) {
            Path file = folder.resolve(String.format("sample%02d.fa", number));
            try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
                for (int record = 1; record <= RECORDS[number - 1]; record++) {
                    out.write(">sample" + number + "_contig" + record + "\n" + contig() + "\n");
                }
            }
            files.add(file);
        }
        return files;
    }

    /** Random codons without a stop in the first frame, so that chunks have open frames; a third of them have none. */
    private String contig() {
        int length = SHORTEST + random.nextInt(LONGEST - SHORTEST);
        boolean open = random.nextInt(3) > 0;
        StringBuilder contig = new StringBuilder(length + 3);
        while (contig.length() < length) {
            String codon = "" + base() + base() + base();
            if (!open || !(codon.equals("TAA") || codon.equals("TAG") || codon.equals("TGA"))) {
                contig.append(codon);
            }
        }
        contig.setLength(length);
        return contig.toString();
    }

    private char base() {
        return BASES.charAt(random.nextInt(BASES.length()));
    }
}
