package org.virnucpro.coordinator.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Maps values to places on the page.
 *
 * @param from value at {@code start}
 * @param to value at {@code end}
 * @param start place in points
 * @param end place in points; smaller than {@code start} for an axis that points up
 */
record Axis(double from, double to, double start, double end) {

    double place(double value) {
        return start + (value - from) / (to - from) * (end - start);
    }

    /** Round values inside the axis, at most {@code most} of them: steps of 1, 2 or 5 times a power of ten. */
    List<Double> ticks(int most) {
        double least = (to - from) / most;
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        double step = DoubleStream.of(1, 2, 5, 10)
                .map(factor -> factor * power)
                .filter(candidate -> candidate >= least)
                .findFirst()
                .orElse(10 * power);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(from / step); i * step <= to; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }
}
