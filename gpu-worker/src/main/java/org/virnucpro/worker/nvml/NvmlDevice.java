package org.virnucpro.worker.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.virnucpro.common.device.DeviceTelemetry;

/** One GPU, or a part of a divided one (MIG). What it does not tell is empty. */
final class NvmlDevice {

    private static final int TEXT_BYTES = 96;
    private static final int CHIP_SENSOR = 0;

    /** nvmlMemory_v2_t: unsigned version, then total, reserved, free, used as 64-bit numbers. */
    private static final int MEMORY_V2_BYTES = 40;

    private static final int MEMORY_V2_VERSION = MEMORY_V2_BYTES | 2 << 24;

    private final NvmlLibrary library;
    private final Pointer handle;

    /** Temperature and power are known of the whole card only. */
    private final Pointer card;

    NvmlDevice(NvmlLibrary library, Pointer handle) {
        this.library = library;
        this.handle = handle;
        PointerByReference whole = new PointerByReference();
        boolean part = succeeds("nvmlDeviceGetDeviceHandleFromMigDeviceHandle", handle, whole);
        this.card = part ? whole.getValue() : handle;
    }

    Optional<String> uuid() {
        return text("nvmlDeviceGetUUID");
    }

    Optional<String> name() {
        return text("nvmlDeviceGetName");
    }

    /** N of /dev/nvidiaN. */
    OptionalInt minorNumber() {
        IntByReference number = new IntByReference();
        return succeeds("nvmlDeviceGetMinorNumber", card, number)
                ? OptionalInt.of(number.getValue())
                : OptionalInt.empty();
    }

    OptionalLong memoryTotalBytes() {
        return memory().map(memory -> OptionalLong.of(memory.total())).orElse(OptionalLong.empty());
    }

    /** Whether it is divided into parts that are used in its place. */
    boolean isDivided() {
        IntByReference now = new IntByReference();
        IntByReference afterRestart = new IntByReference();
        return succeeds("nvmlDeviceGetMigMode", handle, now, afterRestart) && now.getValue() == 1;
    }

    /** The parts of a divided GPU. */
    List<NvmlDevice> parts() {
        IntByReference most = new IntByReference();
        if (!succeeds("nvmlDeviceGetMaxMigDeviceCount", handle, most)) {
            return List.of();
        }
        List<NvmlDevice> parts = new ArrayList<>();
        for (int index = 0; index < most.getValue(); index++) {
            PointerByReference part = new PointerByReference();
            if (succeeds("nvmlDeviceGetMigDeviceHandleByIndex", handle, index, part)) {
                parts.add(new NvmlDevice(library, part.getValue()));
            }
        }
        return parts;
    }

    DeviceTelemetry telemetry(String uuid) {
        Optional<MemoryUse> memory = memory();
        return new DeviceTelemetry(
                uuid,
                name(),
                utilization(),
                memory.map(use -> OptionalLong.of(use.used())).orElse(OptionalLong.empty()),
                memory.map(use -> OptionalLong.of(use.total())).orElse(OptionalLong.empty()),
                temperature(),
                power());
    }

    private OptionalDouble utilization() {
        int[] gpuAndMemory = new int[2];
        return succeeds("nvmlDeviceGetUtilizationRates", handle, gpuAndMemory) && gpuAndMemory[0] <= 100
                ? OptionalDouble.of(gpuAndMemory[0] / 100.0)
                : OptionalDouble.empty();
    }

    private OptionalDouble temperature() {
        IntByReference celsius = new IntByReference();
        return succeeds("nvmlDeviceGetTemperature", card, CHIP_SENSOR, celsius)
                ? OptionalDouble.of(celsius.getValue())
                : OptionalDouble.empty();
    }

    private OptionalDouble power() {
        IntByReference milliwatts = new IntByReference();
        return succeeds("nvmlDeviceGetPowerUsage", card, milliwatts)
                ? OptionalDouble.of(milliwatts.getValue() / 1000.0)
                : OptionalDouble.empty();
    }

    private record MemoryUse(long total, long used) {}

    /** The newer function tells what the driver keeps for itself apart from what is in use. */
    private Optional<MemoryUse> memory() {
        try (Memory reply = new Memory(MEMORY_V2_BYTES)) {
            reply.clear();
            reply.setInt(0, MEMORY_V2_VERSION);
            if (succeeds("nvmlDeviceGetMemoryInfo_v2", handle, reply)) {
                return use(reply.getLong(8), reply.getLong(32));
            }
            reply.clear();
            return succeeds("nvmlDeviceGetMemoryInfo", handle, reply)
                    ? use(reply.getLong(0), reply.getLong(16))
                    : Optional.empty();
        }
    }

    private static Optional<MemoryUse> use(long total, long used) {
        return total > 0 && used >= 0 ? Optional.of(new MemoryUse(total, used)) : Optional.empty();
    }

    private Optional<String> text(String function) {
        byte[] bytes = new byte[TEXT_BYTES];
        return succeeds(function, handle, bytes, TEXT_BYTES)
                ? Optional.of(Native.toString(bytes, StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private boolean succeeds(String function, Object... arguments) {
        return library.call(function, arguments) == NvmlStatus.SUCCESS;
    }
}
