package org.virnucpro.worker.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.List;
import org.virnucpro.common.time.Ticker;

/**
 * Gives readers damaged files: {@code FuzzMain SEED INPUTS FOLDER [READER...]}, with a small heap. Prints a line of JSON per
 * reader. Ends with 1 when a reader does what it must not, with 2 when one hangs; the file is kept then.
 */
public final class FuzzMain {
    private static final int DEADLINE_SECONDS = 20;

    private FuzzMain() {}

    public static void main(String[] arguments) throws IOException {
        long seed = Long.parseLong(arguments[0]);
        long inputs = Long.parseLong(arguments[1]);
        Path folder = Path.of(arguments[2]);
        List<String> wanted = List.of(arguments).subList(3, arguments.length);
        Ticker ticker = Ticker.system();
        try (Deadline deadline = new Deadline(DEADLINE_SECONDS, FuzzMain::hangs)) {
            for (FuzzReader reader : FuzzReaders.all(folder)) {
                if (wanted.isEmpty() || wanted.contains(reader.name())) {
                    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
                    long begun = ticker.nanos();
                    FuzzReport report = new Fuzzing(reader, seed, folder, deadline, ticker).run(inputs);
                    System.out.println(report.json(peakHeap(), (ticker.nanos() - begun) / 1_000_000_000));
                }
            }
        } catch (FuzzFailure failure) {
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private static void hangs(String input) {
        System.err.println("hangs for " + DEADLINE_SECONDS + " s at " + input);
        Runtime.getRuntime().halt(2);
    }

    private static long peakHeap() {
        return heapPools().stream()
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    private static List<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }
}
