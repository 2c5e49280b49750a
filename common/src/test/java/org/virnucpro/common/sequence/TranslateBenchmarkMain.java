package org.virnucpro.common.sequence;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * How fast is the way from FASTA to open frames on one core? Started by {@code benchmarks/translate/run}; arguments: folder
 * for temporary files, JSON file for the raw results, and optionally the launcher, to time the whole command too.
 */
public final class TranslateBenchmarkMain {
    private static final long SEED = 20_261_123;
    private static final int BASES = 50_000_000;
    private static final int WARM_UPS = 3;
    private static final int REPEATS = 7;

    private final Path fasta;
    private final List<String> results = new ArrayList<>();

    private TranslateBenchmarkMain(Path fasta) {
        this.fasta = fasta;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        TranslateBenchmarkMain benchmark = new TranslateBenchmarkMain(folder.resolve("contigs.fa"));
        benchmark.generate();
        benchmark.measure(
                "read records", () -> benchmark.read(record -> record.bases().length()));
        for (int chunkSize : new int[] {300, 500}) {
            OpenFrameFinder finder = new OpenFrameFinder(chunkSize);
            benchmark.measure(
                    "read, chunk, six frames, filter, C=" + chunkSize,
                    () -> benchmark.read(record -> finder.openFrames(record).count()));
            benchmark.measure(
                    "read, chunk, count open frames, C=" + chunkSize,
                    () -> benchmark.read(record -> finder.count(record).openFrames()));
        }
        if (arguments.length > 2) {
            benchmark.measureProcess(
                    "virnucpro translate -l 500, with start and three output files",
                    List.of(arguments[2], "translate", benchmark.fasta.toString(), "-l", "500", "-o", folder + "/out"));
            benchmark.measureSeqkit(folder.resolve("out/contigs_chunked500.fa"));
        }
        Files.writeString(Path.of(arguments[1]), benchmark.json());
    }

    private interface RecordWork {
        long apply(FastaRecord record);
    }

    private interface Work {
        long run() throws Exception;
    }

    private long read(RecordWork work) throws IOException {
        long sum = 0;
        try (FastaReader reader = FastaReader.open(fasta)) {
            for (FastaEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry instanceof FastaRecord record) {
                    sum += work.apply(record);
                }
            }
        }
        return sum;
    }

    private void measureSeqkit(Path chunked) throws Exception {
        boolean installed = Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "seqkit")));
        if (installed) {
            measureProcess(
                    "seqkit translate -f 6 -j 1 of the chunks of C=500, nothing filtered",
                    List.of("seqkit", "translate", "-f", "6", "-j", "1", chunked.toString(), "-o", "/dev/null"));
        }
    }

    private void measureProcess(String what, List<String> command) throws Exception {
        measure(what, () -> {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IOException(command + " ended with " + process.exitValue());
            }
            return 0;
        });
    }

    private void measure(String what, Work work) throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            work.run();
        }
        double[] rates = new double[REPEATS];
        long check = 0;
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            check = work.run();
            rates[i] = BASES / 1e6 / ((System.nanoTime() - start) / 1e9);
        }
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        System.out.printf(Locale.ROOT, "%-64s %8.1f MB/s%n", what, sorted[REPEATS / 2]);
        String raw = Arrays.stream(rates)
                .mapToObj(rate -> String.format(Locale.ROOT, "%.1f", rate))
                .collect(Collectors.joining(", "));
        results.add(String.format(
                Locale.ROOT,
                "    {\"what\": \"%s\", \"median\": %.1f, \"runs\": [%s], \"checksum\": %d}",
                what,
                sorted[REPEATS / 2],
                raw,
                check));
    }

    private String json() {
        return "{\n  \"unit\": \"megabases of input per second\",\n  \"bases\": " + BASES + ",\n  \"seed\": " + SEED
                + ",\n  \"warm_ups\": " + WARM_UPS + ",\n  \"java\": \"" + System.getProperty("java.vm.version")
                + "\",\n  \"results\": [\n" + String.join(",\n", results) + "\n  ]\n}\n";
    }

    /** Contigs of 300 to 20,000 bases; every other one reads open in its first frame, as a coding sequence does. */
    private void generate() throws IOException {
        Random random = new Random(SEED);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fasta))) {
            int left = BASES;
            for (int number = 1; left > 0; number++) {
                int length = Math.min(left, 300 + random.nextInt(19_701));
                byte[] bases = new byte[length];
                for (int i = 0; i < length; i++) {
                    bases[i] = (byte) "ACGT".charAt(random.nextInt(4));
                }
                if (number % 2 == 0) {
                    openFirstFrame(bases);
                }
                out.write((">contig_" + number + " length=" + length + "\n").getBytes(StandardCharsets.US_ASCII));
                for (int start = 0; start < length; start += 80) {
                    out.write(bases, start, Math.min(80, length - start));
                    out.write('\n');
                }
                left -= length;
            }
        }
    }

    private static void openFirstFrame(byte[] bases) {
        for (int i = 0; i + 2 < bases.length; i += 3) {
            String codon = new String(bases, i, 3, StandardCharsets.US_ASCII);
            if (codon.equals("TAA") || codon.equals("TAG") || codon.equals("TGA")) {
                bases[i] = 'C';
            }
        }
    }
}
