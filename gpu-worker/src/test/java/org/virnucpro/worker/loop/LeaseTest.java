package org.virnucpro.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.queue.HeldLease;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.TaskId;

class LeaseTest {

    private static final Duration LENGTH = Duration.ofSeconds(30);

    private final ManualTicker ticker = new ManualTicker();
    private final Drain drain = new Drain(ticker, Duration.ofSeconds(10), Wakeup.real());
    private final Lease lease =
            new Lease(new HeldLease(new TaskId(1), new FencingToken(1)), LENGTH, ticker.nanos(), ticker, drain);

    @Test
    void a_lease_that_is_not_renewed_ends_a_margin_before_the_broker_forgets_it() {
        ticker.advance(Duration.ofSeconds(25).minusNanos(1));
        assertThat(lease.isLost()).isFalse();
        ticker.advance(Duration.ofNanos(1));
        assertThat(lease.isLost()).isTrue();
        assertThat(lease.isRequested()).isTrue();
    }

    @Test
    void a_renewal_counts_from_when_it_was_sent() {
        long sent = ticker.nanos();
        ticker.advance(Duration.ofSeconds(20));
        lease.renewed(sent + Duration.ofSeconds(10).toNanos());
        ticker.advance(Duration.ofSeconds(14));
        assertThat(lease.isLost()).isFalse();
        ticker.advance(Duration.ofSeconds(1));
        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void a_lost_lease_stays_lost_after_a_renewal() {
        lease.lose();
        lease.renewed(ticker.nanos());

        assertThat(lease.isLost()).isTrue();
    }

    @Test
    void a_drain_stops_the_task_only_when_its_time_is_over() {
        drain.request();
        ticker.advance(Duration.ofSeconds(9));
        drain.request();
        assertThat(lease.isRequested()).isFalse();
        ticker.advance(Duration.ofSeconds(1));
        assertThat(lease.isRequested()).isTrue();
        assertThat(lease.isLost()).isFalse();
    }
}
