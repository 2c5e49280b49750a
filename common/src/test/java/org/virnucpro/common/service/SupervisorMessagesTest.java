package org.virnucpro.common.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.virnucpro.common.service.ServiceState.Phase;

class SupervisorMessagesTest {

    private final SupervisorMessages messages = new SupervisorMessages();

    @Test
    void a_process_that_is_not_ready_says_what_it_does_but_not_that_it_is_ready() {
        assertThat(messages.next(ServiceState.starting("loading the models")))
                .contains("STATUS=loading the models\nWATCHDOG=1");
    }

    @Test
    void readiness_and_the_stop_are_told_once_and_words_when_they_change() {
        assertThat(messages.next(new FixedState(Phase.SERVING, true, "idle")))
                .contains("READY=1\nSTATUS=idle\nWATCHDOG=1");
        assertThat(messages.next(new FixedState(Phase.SERVING, true, "idle"))).contains("WATCHDOG=1");
        assertThat(messages.next(new FixedState(Phase.SERVING, true, "task 3 of run r")))
                .contains("STATUS=task 3 of run r\nWATCHDOG=1");
        assertThat(messages.next(new FixedState(Phase.STOPPING, true, "draining")))
                .contains("STOPPING=1\nSTATUS=draining\nWATCHDOG=1");
        assertThat(messages.next(new FixedState(Phase.STOPPING, true, "draining")))
                .contains("WATCHDOG=1");
    }

    @Test
    void a_process_in_which_nothing_moves_leaves_the_watchdog_unfed_and_says_so() {
        messages.next(new FixedState(Phase.SERVING, true, "task 3"));
        assertThat(messages.next(new FixedState(Phase.SERVING, false, "task 3")))
                .contains("STATUS=nothing moves: task 3");
        assertThat(messages.next(new FixedState(Phase.SERVING, false, "task 3")))
                .isEmpty();
        assertThat(messages.next(new FixedState(Phase.SERVING, true, "task 3"))).contains("STATUS=task 3\nWATCHDOG=1");
    }

    @Test
    void words_with_a_line_break_cannot_say_anything_else_to_the_supervisor() {
        assertThat(messages.next(new FixedState(Phase.STARTING, false, "file\nREADY=1")))
                .contains("STATUS=nothing moves: file READY=1");
    }
}
