package org.virnucpro.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.testkit.RepositoryFiles;

/** docs/metrics.md, the alert rules and the dashboard name the metrics that there are. */
final class MetricsDocumentTest {

    private static final Pattern NAME = Pattern.compile("virnucpro_[a-z0-9_]+");
    private static final Pattern HISTOGRAM_PART = Pattern.compile("_(bucket|sum|count)$");

    @Test
    void the_list_of_metrics_is_the_documented_one() throws IOException {
        String wanted = document();
        Path file = RepositoryFiles.top().resolve("docs/metrics.md");
        String found = Files.exists(file) ? Files.readString(file) : "";
        if (!found.equals(wanted)) {
            Path written = Files.createDirectories(Path.of("target")).resolve("metrics.md");
            Files.writeString(written, wanted);
            assertThat(found)
                    .as("docs/metrics.md is not up to date; copy " + written.toAbsolutePath() + " over it")
                    .isEqualTo(wanted);
        }
    }

    @Test
    void rules_and_dashboards_name_only_metrics_that_there_are() throws IOException {
        TreeSet<String> known =
                Stream.of(Metric.values()).map(Metric::exposed).collect(Collectors.toCollection(TreeSet::new));
        int named = 0;
        try (Stream<Path> files = Files.walk(RepositoryFiles.top().resolve("deploy/monitoring"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher names = NAME.matcher(Files.readString(file));
                while (names.find()) {
                    named++;
                    String name = HISTOGRAM_PART.matcher(names.group()).replaceFirst("");
                    assertThat(known).as(file + " names " + names.group()).contains(name);
                }
            }
        }
        assertThat(named).isGreaterThan(20);
    }

    private static String document() {
        StringBuilder text = new StringBuilder();
        text.append("# Metrics\n\n")
                .append(
                        "Written from `common.metrics.Metric` by a test; do not edit by hand. `/metrics` of a coordinator")
                .append(" (`--http`) and\nof a worker (`worker --metrics`) give them in the text format of Prometheus.")
                .append(
                        " Units are base units and part of the\nname. Runs that are over and workers that have left are")
                .append(" gone from the exposition. Of several coordinators each\nshows the whole cluster:")
                .append(" aggregate with `max without (instance)`, never with `sum` over instances.\n");
        for (Metric.Where where : Metric.Where.values()) {
            text.append("\n## ")
                    .append(
                            switch (where) {
                                case COORDINATOR -> "Coordinator";
                                case WORKER -> "Worker";
                                case BOTH -> "Both";
                            })
                    .append("\n\n| metric | type | labels | meaning |\n|---|---|---|---|\n");
            Stream.of(Metric.values())
                    .filter(metric -> metric.where() == where)
                    .forEach(metric -> text.append("| `")
                            .append(metric.exposed())
                            .append("` | ")
                            .append(metric.type().name().toLowerCase(Locale.ROOT))
                            .append(" | ")
                            .append(String.join(", ", metric.labels()))
                            .append(" | ")
                            .append(metric.help())
                            .append(" |\n"));
        }
        return text.toString();
    }
}
