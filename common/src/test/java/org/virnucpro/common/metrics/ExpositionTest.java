package org.virnucpro.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ExpositionTest {

    private final Exposition exposition = Exposition.of("1.0", "abc1234", "17");

    @Test
    void every_metric_has_the_name_and_the_type_that_the_list_says() {
        MeterRows rows = new MeterRows(exposition);
        for (Metric metric : Metric.values()) {
            List<String> labels = Collections.nCopies(metric.labels().size(), "x");
            switch (metric.type()) {
                case HISTOGRAM -> exposition.durations(metric, labels).record(Duration.ofSeconds(3));
                case INFO -> {}
                case COUNTER, GAUGE -> {
                    if (metric != Metric.HEAP_USED) {
                        rows.set(metric, 7, labels.toArray(String[]::new));
                    }
                }
            }
        }
        String text = exposition.text();
        for (Metric metric : Metric.values()) {
            String type = metric.type() == Metric.Type.INFO
                    ? "gauge"
                    : metric.type().name().toLowerCase(java.util.Locale.ROOT);
            assertThat(text).contains("# TYPE " + metric.exposed() + " " + type);
            assertThat(text).contains("# HELP " + metric.exposed() + " ");
            for (String label : metric.labels()) {
                assertThat(text)
                        .as(metric.exposed() + " has label " + label)
                        .containsPattern(
                                Pattern.compile("(?m)^" + metric.exposed() + "(_bucket)?\\{.*\\b" + label + "=\""));
            }
        }
        assertThat(text).contains("virnucpro_task_duration_seconds_bucket").contains("le=\"5.0\"");
    }

    @Test
    void rows_that_were_not_set_in_a_round_are_gone() {
        MeterRows rows = new MeterRows(exposition);
        rows.set(Metric.QUEUE_DEPTH, 3, "w1");
        rows.set(Metric.QUEUE_DEPTH, 4, "w2");
        rows.set(Metric.TASKS_DONE, 9, "w2");
        rows.end();
        assertThat(exposition.text())
                .contains("virnucpro_queue_depth{worker=\"w1\"} 3.0")
                .contains("virnucpro_tasks_done_total{worker=\"w2\"} 9.0");
        rows.set(Metric.QUEUE_DEPTH, 5, "w1");
        rows.end();
        assertThat(exposition.text())
                .contains("virnucpro_queue_depth{worker=\"w1\"} 5.0")
                .doesNotContain("w2");
        assertThat(rows.size()).isEqualTo(1);
    }

    @Test
    void labels_must_be_those_of_the_list() {
        assertThatThrownBy(() -> exposition.gauge(Metric.QUEUE_DEPTH, () -> 1, List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("labels");
    }

    @Test
    void names_follow_the_rules_of_prometheus() {
        for (Metric metric : Metric.values()) {
            assertThat(metric.exposed()).matches("virnucpro_[a-z0-9_]+");
            assertThat(metric.exposed().endsWith("_total"))
                    .as(metric.exposed())
                    .isEqualTo(metric.type() == Metric.Type.COUNTER);
            assertThat(metric.help()).endsWith(".");
        }
    }
}
