import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.virnucpro.worker.tokenize.BpeTokenizer;
import org.virnucpro.worker.tokenize.EsmTokenizer;
import org.virnucpro.worker.tokenize.Tokenizer;

/** Megabytes of sequence per second that one thread tokenizes; see README.md. Arguments: the tokenizer.json of DNABERT. */
final class TokenizeBenchmark {

    private static final int SEQUENCES = 20_000;
    private static final int ROUNDS = 12;
    private static final int WARM_UP = 4;

    public static void main(String[] arguments) {
        System.out.println("tokenizer\tround\tbytes\ttokens\tseconds\tcpu_seconds\tmegabytes_per_cpu_second");
        measure("dnabert", BpeTokenizer.read(Path.of(arguments[0])), random("ACGT", 500));
        measure("esm2", new EsmTokenizer(), random("LAGVSERTIDPKQNFYMHWC", 166));
    }

    private static void measure(String name, Tokenizer tokenizer, List<String> sequences) {
        long bytes = sequences.stream().mapToLong(String::length).sum();
        for (int round = 1; round <= ROUNDS; round++) {
            long start = System.nanoTime();
            long cpuStart = cpuNanos();
            long tokens = 0;
            for (String sequence : sequences) {
                tokens += tokenizer.encode(sequence).length;
            }
            double cpuSeconds = (cpuNanos() - cpuStart) * 1e-9;
            double seconds = (System.nanoTime() - start) * 1e-9;
            String label = round <= WARM_UP ? "warm-up " + round : Integer.toString(round - WARM_UP);
            System.out.printf(
                    Locale.ROOT,
                    "%s\t%s\t%d\t%d\t%.4f\t%.4f\t%.2f%n",
                    name,
                    label,
                    bytes,
                    tokens,
                    seconds,
                    cpuSeconds,
                    bytes / cpuSeconds / 1e6);
        }
    }

    /** Of this thread: other processes share the cores. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static List<String> random(String alphabet, int length) {
        Random random = new Random(1);
        List<String> sequences = new ArrayList<>();
        for (int i = 0; i < SEQUENCES; i++) {
            StringBuilder sequence = new StringBuilder();
            random.ints(length, 0, alphabet.length()).forEach(letter -> sequence.append(alphabet.charAt(letter)));
            sequences.add(sequence.toString());
        }
        return sequences;
    }
}
