package org.virnucpro.coordinator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.service.ServiceState.Phase;

class CoordinatorLifeTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);
    private final AtomicInteger runs = new AtomicInteger();
    private final CoordinatorLife life = new CoordinatorLife(nanos::get, runs::get);

    @Test
    void it_is_ready_when_its_broker_has_heard_of_it_until_it_stops() {
        assertThat(life.phase()).isEqualTo(Phase.STARTING);
        life.brokerIsSilent();
        assertThat(life.phase()).isEqualTo(Phase.STARTING);
        life.brokerAnswers();
        assertThat(life.phase()).isEqualTo(Phase.SERVING);
        life.brokerIsSilent();
        assertThat(life.phase()).isEqualTo(Phase.SERVING);
        life.stops();
        assertThat(life.phase()).isEqualTo(Phase.STOPPING);
    }

    @Test
    void it_moves_as_long_as_it_looks_also_when_nobody_answers() {
        life.brokerIsSilent();
        nanos.addAndGet(Duration.ofSeconds(119).toNanos());
        assertThat(life.isMoving()).isTrue();
        life.looks();
        nanos.addAndGet(Duration.ofSeconds(119).toNanos());
        assertThat(life.isMoving()).isTrue();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(life.isMoving()).isFalse();
    }

    @Test
    void it_says_how_many_runs_it_executes_and_that_the_broker_is_silent() {
        assertThat(life.words()).isEqualTo("no run");
        runs.set(1);
        assertThat(life.words()).isEqualTo("1 run");
        runs.set(2);
        life.brokerIsSilent();
        assertThat(life.words()).isEqualTo("2 runs, the broker does not answer");
        life.brokerAnswers();
        assertThat(life.words()).isEqualTo("2 runs");
    }
}
