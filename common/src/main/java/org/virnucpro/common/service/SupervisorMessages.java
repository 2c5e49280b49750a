package org.virnucpro.common.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnucpro.common.service.ServiceState.Phase;

/**
 * What a supervisor is to hear, in the words of sd_notify(3): {@code READY=1} and {@code STOPPING=1} once, {@code STATUS=} when it
 * changes, {@code WATCHDOG=1} as long as the work moves. Not thread-safe.
 */
final class SupervisorMessages {

    private boolean ready;
    private boolean stopping;
    private String told = "";

    /** The message that is due; empty when there is nothing to say. */
    Optional<String> next(ServiceState state) {
        List<String> lines = new ArrayList<>();
        Phase phase = state.phase();
        if (phase == Phase.SERVING && !ready) {
            ready = true;
            lines.add("READY=1");
        }
        if (phase == Phase.STOPPING && !stopping) {
            stopping = true;
            lines.add("STOPPING=1");
        }
        boolean moving = state.isMoving();
        // one line: a line break would begin another message
        String words = (moving ? state.words() : "nothing moves: " + state.words()).replaceAll("\\p{Cntrl}+", " ");
        if (!words.equals(told)) {
            told = words;
            lines.add("STATUS=" + words);
        }
        if (moving) {
            lines.add("WATCHDOG=1");
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
    }
}
