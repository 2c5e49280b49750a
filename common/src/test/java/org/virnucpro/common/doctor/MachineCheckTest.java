package org.virnucpro.common.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.config.MachineLimits;

final class MachineCheckTest {

    @Test
    void a_good_machine_has_nothing_to_do() {
        assertThat(MachineCheck.findings(
                        "17.0.1", new MachineLimits(17, 8, 64L << 30, 16L << 30, OptionalLong.of(65536))))
                .extracting(Finding::level)
                .containsOnly(Level.OK)
                .hasSize(4);
    }

    @Test
    void an_old_java_fails_and_little_memory_or_few_files_warn_with_what_to_do() {
        List<Finding> findings =
                MachineCheck.findings("16", new MachineLimits(16, 2, (4L << 30) - 1, 1L << 30, OptionalLong.of(4095)));
        assertThat(findings)
                .extracting(Finding::subject, Finding::level)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("machine.java", Level.FAIL),
                        org.assertj.core.groups.Tuple.tuple("machine.processors", Level.OK),
                        org.assertj.core.groups.Tuple.tuple("machine.memory", Level.WARN),
                        org.assertj.core.groups.Tuple.tuple("machine.open_files", Level.WARN));
        assertThat(findings.get(3).advice()).contains("ulimit -n 65536");
    }

    @Test
    void this_machine_says_of_itself_what_is_checked() {
        assertThat(new MachineCheck().look(DoctorTest.question()))
                .extracting(Finding::subject)
                .contains("machine.java", "machine.processors", "machine.memory", "machine.open_files");
    }
}
