package org.virnucpro.coordinator.timeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured over time.
 *
 * @param names of the workers, in the order of the series
 */
record SeriesJson(RunTimeline timeline, List<String> names) {

    /** With more workers than these only the sum is given. */
    private static final int MOST_RATES = 32;

    ObjectNode queueDepth() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        List<PollSeries.Point> points = timeline.polls().points();
        ArrayNode times = json.putArray("time");
        ArrayNode retry = json.putArray("retry");
        points.forEach(point -> {
            times.add(point.time() - timeline.origin());
            retry.add(point.retryDepth());
        });
        json.set("workers", series(points, Reading::depth, 1));
        return json;
    }

    /** By worker, one number for each point; null where there is none. */
    private ArrayNode series(List<PollSeries.Point> points, ToDoubleFunction<Reading> field, double unit) {
        ArrayNode series = JsonNodeFactory.instance.arrayNode();
        for (String name : names) {
            ArrayNode values = series.addArray();
            for (PollSeries.Point point : points) {
                Reading reading = point.workers().get(name);
                double value = reading == null ? Double.NaN : field.applyAsDouble(reading);
                if (Double.isNaN(value)) {
                    values.addNull();
                } else {
                    addRounded(values, value / unit);
                }
            }
        }
        return series;
    }

    ObjectNode throughput() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        long end = timeline.now() - timeline.origin();
        timeline.total().widen(end);
        json.put("bin", timeline.total().width());
        ArrayNode total = json.putArray("total");
        for (double rate : timeline.total().perSecond()) {
            addRounded(total, rate);
        }
        ArrayNode workers = json.putArray("workers");
        if (names.size() <= MOST_RATES) {
            for (String name : names) {
                ArrayNode rates = workers.addArray();
                BinnedRate rate = timeline.rates().get(name);
                if (rate != null) {
                    rate.widen(end);
                    for (double value : rate.perSecond()) {
                        addRounded(rates, value);
                    }
                }
            }
        }
        return json;
    }

    ObjectNode telemetry() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        List<PollSeries.Point> points = timeline.polls().points();
        boolean any = points.stream()
                .flatMap(point -> point.workers().values().stream())
                .anyMatch(reading -> !Double.isNaN(reading.utilization())
                        || !Double.isNaN(reading.memoryUsed())
                        || !Double.isNaN(reading.temperature())
                        || !Double.isNaN(reading.power()));
        if (any) {
            json.set("utilization_percent", series(points, Reading::utilization, 0.01));
            json.set("memory_used_gib", series(points, Reading::memoryUsed, 1 << 30));
            json.set("temperature_celsius", series(points, Reading::temperature, 1));
            json.set("power_watts", series(points, Reading::power, 1));
        }
        return json;
    }

    private static void addRounded(ArrayNode values, double value) {
        double rounded = Math.round(value * 10) / 10.0;
        if (rounded == Math.rint(rounded)) {
            values.add((long) rounded);
        } else {
            values.add(rounded);
        }
    }
}
