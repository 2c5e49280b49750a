package org.virnucpro.common.device;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the driver of a graphics card measured last. What a card does not measure is empty: a part of a divided card has no
 * utilization, some cards have no power meter.
 *
 * @param uuid the card as its driver names it: {@code GPU-...} or {@code MIG-...}
 * @param name the kind of card, such as {@code NVIDIA H200}
 * @param utilization share of the driver's last sample in which a kernel ran, 0 to 1
 * @param memoryUsedBytes of all processes on the card
 * @param memoryTotalBytes of the card
 * @param temperatureCelsius of the chip
 * @param powerWatts of the whole card
 */
public record DeviceTelemetry(
        String uuid,
        Optional<String> name,
        OptionalDouble utilization,
        OptionalLong memoryUsedBytes,
        OptionalLong memoryTotalBytes,
        OptionalDouble temperatureCelsius,
        OptionalDouble powerWatts) {

    /** @throws IllegalArgumentException when the card has no name, or a value is not a number or below zero */
    public DeviceTelemetry {
        if (uuid.isBlank()) {
            throw new IllegalArgumentException("telemetry of a device without UUID");
        }
        requireShare(utilization);
        requireCount("memoryUsedBytes", memoryUsedBytes);
        requireCount("memoryTotalBytes", memoryTotalBytes);
        requireFinite("temperatureCelsius", temperatureCelsius);
        requireFinite("powerWatts", powerWatts);
    }

    /** As a JSON object, in the order in which it is read: units in the names, null for what is not measured. */
    public Map<String, @Nullable Object> describe() {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("uuid", uuid);
        described.put("name", name.orElse(null));
        described.put("utilization", utilization.isPresent() ? utilization.getAsDouble() : null);
        described.put("memory_used_bytes", memoryUsedBytes.isPresent() ? memoryUsedBytes.getAsLong() : null);
        described.put("memory_total_bytes", memoryTotalBytes.isPresent() ? memoryTotalBytes.getAsLong() : null);
        described.put("temperature_celsius", temperatureCelsius.isPresent() ? temperatureCelsius.getAsDouble() : null);
        described.put("power_watts", powerWatts.isPresent() ? powerWatts.getAsDouble() : null);
        return described;
    }

    private static void requireShare(OptionalDouble value) {
        if (value.isPresent() && !(value.getAsDouble() >= 0 && value.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("utilization is between 0 and 1, not " + value.getAsDouble());
        }
    }

    private static void requireCount(String name, OptionalLong value) {
        if (value.isPresent() && value.getAsLong() < 0) {
            throw new IllegalArgumentException(name + " is not below 0, but " + value.getAsLong());
        }
    }

    private static void requireFinite(String name, OptionalDouble value) {
        if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
            throw new IllegalArgumentException(name + " is a number, not " + value.getAsDouble());
        }
    }
}
