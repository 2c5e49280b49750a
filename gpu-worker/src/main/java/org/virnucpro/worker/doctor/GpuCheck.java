package org.virnucpro.worker.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virnucpro.common.device.DeviceTelemetry;
import org.virnucpro.common.device.Gpu;
import org.virnucpro.common.device.GpuChoice;
import org.virnucpro.common.device.GpuException;
import org.virnucpro.common.device.GpuLock;
import org.virnucpro.common.doctor.DoctorCheck;
import org.virnucpro.common.doctor.DoctorQuestion;
import org.virnucpro.common.doctor.Finding;
import org.virnucpro.common.doctor.Level;
import org.virnucpro.common.doctor.Section;
import org.virnucpro.worker.engine.cuda.CudaInventory;
import org.virnucpro.worker.nvml.Nvml;
import org.virnucpro.worker.nvml.NvmlException;

/** The driver, and each graphics card by UUID, with its memory, its weight and who has it. */
public final class GpuCheck implements DoctorCheck {

    private static final double GIB = 1L << 30;
    private static final Pattern HOLDER = Pattern.compile("pid ([0-9]{1,9}),.*");
    private static final double MUCH = 0.2;

    private final Path root;

    /** Of this host. */
    public GpuCheck() {
        this(Path.of("/"));
    }

    GpuCheck(Path root) {
        this.root = root;
    }

    @Override
    public Section section() {
        return Section.GPU;
    }

    @Override
    public String name() {
        return "gpu";
    }

    @Override
    public List<Finding> look(DoctorQuestion question) {
        try (Nvml nvml = Nvml.open(question.environment())) {
            List<Finding> findings = new ArrayList<>();
            findings.add(driver(nvml));
            findings.addAll(gpus(nvml, question));
            return findings;
        } catch (NvmlException unusable) {
            return withoutTelemetry(String.valueOf(unusable.getMessage()), question);
        }
    }

    /** CUDA may know the cards without the management library. */
    private List<Finding> withoutTelemetry(String reason, DoctorQuestion question) {
        List<Gpu> gpus;
        try {
            gpus = new CudaInventory().gpus(question.environment()).gpus();
        } catch (GpuException none) {
            return List.of(absent(reason, NvidiaTraces.below(root), question));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.warn(
                "gpu.driver",
                "CUDA works, but nobody can measure the GPUs: " + reason,
                "runs work without telemetry; a container needs NVIDIA_DRIVER_CAPABILITIES=compute,utility"));
        gpus.forEach(gpu -> findings.add(gpu(gpu, Optional.empty(), question)));
        return findings;
    }

    private static Finding driver(Nvml nvml) {
        String driver = nvml.driverVersion().orElse("unknown");
        String cuda = nvml.cudaVersion().orElse("unknown");
        return Finding.ok("gpu.driver", "NVIDIA driver " + driver + ", for CUDA up to " + cuda)
                .with("driver_version", driver)
                .with("cuda_version", cuda);
    }

    static Finding absent(String reason, NvidiaTraces traces, DoctorQuestion question) {
        String advice;
        if (traces.deviceFiles()) {
            advice = "the driver's device files are here, its library is not: in a container, start it with the NVIDIA"
                    + " container toolkit and NVIDIA_DRIVER_CAPABILITIES=compute,utility";
        } else if (traces.cards() > 0) {
            advice =
                    "install NVIDIA's driver (Debian: apt-get install nvidia-driver), then restart; if it is installed, dmesg"
                            + " says why it does not load";
        } else {
            advice = "--engine cpu works without; for --engine cuda a host with an NVIDIA GPU is needed";
        }
        String found = traces.cards() > 0
                ? traces.cards() + " NVIDIA cards are in this host, but " + reason
                : "no NVIDIA GPU: " + reason;
        Level level = question.needs("cuda")
                ? Level.FAIL
                : traces.cards() > 0 || traces.deviceFiles() ? Level.WARN : Level.SKIP;
        return new Finding("gpu.driver", level, found, advice, Map.of());
    }

    private static List<Finding> gpus(Nvml nvml, DoctorQuestion question) {
        List<Finding> findings = new ArrayList<>();
        List<Gpu> all = nvml.gpus();
        List<Gpu> visible =
                GpuChoice.among(all, question.environment().variables()).visible();
        for (Gpu gpu : all) {
            findings.add(
                    visible.contains(gpu)
                            ? gpu(gpu, Optional.of(nvml.telemetry(gpu.uuid())), question)
                            : Finding.skip(
                                    "gpu." + gpu.uuid(), describe(gpu) + ": hidden by " + GpuChoice.VISIBLE, ""));
        }
        if (visible.isEmpty()) {
            String message = all.isEmpty() ? "the driver sees no GPU" : "no GPU is visible to this process";
            String advice = all.isEmpty()
                    ? "nvidia-smi and dmesg say more; a container needs --gpus"
                    : "unset " + GpuChoice.VISIBLE + ", or set it to a GPU of nvidia-smi -L";
            findings.add(
                    question.needs("cuda")
                            ? Finding.fail("gpu", message, advice)
                            : Finding.warn("gpu", message, advice));
        }
        return findings;
    }

    private static Finding gpu(Gpu gpu, Optional<DeviceTelemetry> now, DoctorQuestion question) {
        Optional<Double> weight = question.weights().of(gpu.name());
        Optional<String> holder = GpuLock.lastHolder(GpuLock.folder(question.environment()), gpu.uuid())
                .filter(GpuCheck::lives);
        String found = describe(gpu)
                + weight.map(value -> ", weight " + value).orElse(", not in the table of weights")
                + holder.map(who -> ", in use by " + who).orElse("");
        double taken = now.map(GpuCheck::usedShare).orElse(0.0);
        Finding finding = finding(gpu, taken, found, weight.isPresent(), holder.isPresent())
                .with("uuid", gpu.uuid())
                .with("name", gpu.name())
                .with("weight", weight.orElse(1.0))
                .with("in_use", holder.isPresent());
        if (now.isPresent()) {
            finding = finding.with("telemetry", now.get().describe());
        }
        return gpu.memoryTotalBytes().isPresent()
                ? finding.with("memory_total_bytes", gpu.memoryTotalBytes().getAsLong())
                : finding;
    }

    private static Finding finding(Gpu gpu, double taken, String found, boolean weighted, boolean inUse) {
        String subject = "gpu." + gpu.uuid();
        if (!inUse && taken > MUCH) {
            return Finding.warn(
                    subject,
                    found + String.format(Locale.ROOT, ", %.0f %% of its memory taken by others", 100 * taken),
                    "nvidia-smi says by whom; what they leave decides how many sequences are computed at a time");
        }
        return weighted
                ? Finding.ok(subject, found)
                : Finding.warn(
                        subject,
                        found,
                        "it counts as 1, like a GeForce RTX 3090, until its tasks show its speed; --gpu-weight '"
                                + gpu.name() + "=W' sets one");
    }

    private static double usedShare(DeviceTelemetry now) {
        return now.memoryUsedBytes().isPresent() && now.memoryTotalBytes().isPresent()
                ? (double) now.memoryUsedBytes().getAsLong()
                        / now.memoryTotalBytes().getAsLong()
                : 0;
    }

    /** The note in a lock stays behind its process. */
    private static boolean lives(String note) {
        Matcher pid = HOLDER.matcher(note);
        return pid.matches() && ProcessHandle.of(Long.parseLong(pid.group(1))).isPresent();
    }

    private static String describe(Gpu gpu) {
        String memory = gpu.memoryTotalBytes().isPresent()
                ? String.format(
                        Locale.ROOT, ", %.1f GiB", gpu.memoryTotalBytes().getAsLong() / GIB)
                : "";
        return gpu.index() + ": " + gpu.uuid() + " " + gpu.name() + memory;
    }
}
