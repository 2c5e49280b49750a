package org.virnucpro.coordinator.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virnucpro.common.device.DeviceTelemetry;

/** How a graphics card is, in a line. */
public final class TelemetryText {

    private static final double GIB = 1L << 30;

    private TelemetryText() {}

    /** What is not measured is left out. */
    public static String of(DeviceTelemetry telemetry) {
        List<String> parts = new ArrayList<>();
        telemetry.utilization().ifPresent(share -> parts.add(text("%.0f %% busy", share * 100)));
        telemetry.memoryUsedBytes().ifPresent(used -> parts.add(memory(used, telemetry)));
        telemetry.temperatureCelsius().ifPresent(celsius -> parts.add(text("%.0f °C", celsius)));
        telemetry.powerWatts().ifPresent(watts -> parts.add(text("%.0f W", watts)));
        return telemetry.uuid() + ": " + (parts.isEmpty() ? "says nothing of itself" : String.join(", ", parts));
    }

    private static String memory(long used, DeviceTelemetry telemetry) {
        return telemetry.memoryTotalBytes().isPresent()
                ? text(
                        "%.1f of %.1f GiB used",
                        used / GIB, telemetry.memoryTotalBytes().getAsLong() / GIB)
                : text("%.1f GiB used", used / GIB);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
