package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;

/** Who may write into the broker may not make coordinators and workers write or read outside of their data roots. */
final class HostileSpecTest {
    private static final String GOOD = ClusterJson.write(new RunSpec(
            new RunId("run-1"),
            List.of(new InputFile(new DataPath("in", "a/x.fa"), "stem", 5)),
            new DataPath("out", "results"),
            500,
            "cpu",
            "",
            StealSettings.ON));

    @Test
    void a_good_specification_is_read_back() {
        assertThat(ClusterJson.write(ClusterJson.readSpec(GOOD))).isEqualTo(GOOD);
    }

    @ParameterizedTest
    @CsvSource({
        "stem, ../../etc/cron.d/x",
        "stem, a/b",
        "run-1, ../x",
        "run-1, ..",
        "a/x.fa, /etc/passwd",
        "results, /tmp",
        "500, \"x\"",
    })
    void names_that_lead_elsewhere_are_refused(String good, String hostile) {
        assertThat(GOOD).contains(good);
        String spec = GOOD.replace(good, hostile);
        assertThatThrownBy(() -> ClusterJson.readSpec(spec)).isInstanceOf(BrokerException.class);
    }
}
