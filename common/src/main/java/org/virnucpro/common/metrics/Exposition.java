package org.virnucpro.common.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The meters of one process and their text for Prometheus. Thread-safe. */
public final class Exposition {

    /** Of {@link #text}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** 50 ms to 30 min: a task of a small file, and one of the longest records. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(45),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(30)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** With what every process has: its build and its heap. */
    public static Exposition of(String version, String commit, String jdk) {
        Exposition exposition = new Exposition();
        exposition.gauge(Metric.BUILD_INFO, () -> 1, List.of(version, commit, jdk));
        exposition.gauge(
                Metric.HEAP_USED,
                () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                List.of());
        return exposition;
    }

    /** What Prometheus reads, in its text format 0.0.4. */
    public String text() {
        return registry.scrape();
    }

    /** A value that is asked for at each reading. */
    public Meter gauge(Metric metric, Supplier<Number> value, List<String> labels) {
        return Gauge.builder(meterName(metric), value)
                .tags(tags(metric, labels))
                .description(metric.help())
                .register(registry);
    }

    /** A counter that somebody else counts; its value must not fall. */
    Meter counted(Metric metric, Supplier<Number> value, List<String> labels) {
        return FunctionCounter.builder(
                        meterName(metric), value, source -> source.get().doubleValue())
                .tags(tags(metric, labels))
                .description(metric.help())
                .register(registry);
    }

    /** A counter. */
    public Counter counter(Metric metric, List<String> labels) {
        return Counter.builder(meterName(metric))
                .tags(tags(metric, labels))
                .description(metric.help())
                .register(registry);
    }

    /** A histogram of durations. */
    public Timer durations(Metric metric, List<String> labels) {
        return Timer.builder(meterName(metric))
                .tags(tags(metric, labels))
                .description(metric.help())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    void remove(Meter meter) {
        registry.remove(meter);
    }

    /** Micrometer makes an info metric of what ends in {@code .info}, and takes all other names as they are. */
    private static String meterName(Metric metric) {
        return metric.type() == Metric.Type.INFO ? metric.exposed().replace("_info", ".info") : metric.exposed();
    }

    private static Tags tags(Metric metric, List<String> values) {
        if (values.size() != metric.labels().size()) {
            throw new IllegalArgumentException(metric + " has labels " + metric.labels() + ", not " + values);
        }
        List<Tag> tags = new ArrayList<>();
        for (int at = 0; at < values.size(); at++) {
            tags.add(Tag.of(metric.labels().get(at), values.get(at)));
        }
        return Tags.of(tags);
    }
}
