package org.virnucpro.common.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virnucpro.common.config.CurrentJvm;
import org.virnucpro.common.config.MachineLimits;

/** The JVM and what this machine gives it. */
public final class MachineCheck implements DoctorCheck {

    private static final int OLDEST_JAVA = 17;
    private static final long LEAST_FILES = 4096;
    private static final long LEAST_MEMORY = 4L << 30;
    private static final double GIB = 1L << 30;

    @Override
    public Section section() {
        return Section.MACHINE;
    }

    @Override
    public String name() {
        return "machine";
    }

    @Override
    public List<Finding> look(DoctorQuestion question) {
        return findings(CurrentJvm.version(), MachineLimits.ofThisJvm());
    }

    static List<Finding> findings(String java, MachineLimits limits) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                limits.javaFeature() < OLDEST_JAVA
                        ? Finding.fail("machine.java", "Java " + java, "install Java 17 or newer")
                        : Finding.ok("machine.java", "Java " + java));
        findings.add(Finding.ok("machine.processors", limits.processors() + " processors")
                .with("processors", limits.processors()));
        findings.add(memory(limits).with("memory_bytes", limits.memoryBytes()).with("heap_bytes", limits.heapBytes()));
        limits.openFiles().ifPresent(most -> findings.add(files(most).with("open_files", most)));
        return findings;
    }

    private static Finding memory(MachineLimits limits) {
        String found = String.format(
                Locale.ROOT,
                "%.1f GiB of memory, of which a process may use %.1f GiB as Java heap",
                limits.memoryBytes() / GIB,
                limits.heapBytes() / GIB);
        return limits.memoryBytes() < LEAST_MEMORY
                ? Finding.warn(
                        "machine.memory",
                        found,
                        "real models need more: ESM-2 3B alone 6 GB in fp16 and 12 GB in fp32, per worker")
                : Finding.ok("machine.memory", found);
    }

    private static Finding files(long most) {
        String found = "a process may open " + most + " files";
        return most < LEAST_FILES
                ? Finding.warn(
                        "machine.open_files",
                        found,
                        "raise it to 65536 for runs with many inputs: ulimit -n 65536, in a systemd unit LimitNOFILE=65536")
                : Finding.ok("machine.open_files", found);
    }
}
