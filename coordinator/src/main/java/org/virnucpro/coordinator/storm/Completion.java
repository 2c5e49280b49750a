package org.virnucpro.coordinator.storm;

import java.util.Set;
import org.virnucpro.common.history.HistoryEvent;

/** One completion that a worker sent, and what it heard. Confined to the checker. */
final class Completion {

    private static final Set<String> ACCEPTED = Set.of("RECORDED", "DUPLICATE");

    private final String worker;
    private final long token;
    private final long sentMs;
    private long answeredMs = Long.MAX_VALUE;
    private String answer = HistoryEvent.SILENCE;
    private boolean waits = true;

    Completion(String worker, long token, long sentMs) {
        this.worker = worker;
        this.token = token;
        this.sentMs = sentMs;
    }

    void answered(String words, long ms) {
        answer = words;
        waits = false;
        answeredMs = ms;
    }

    /** Whether this worker sent it under this token, and the history has no answer yet. */
    boolean waitsFor(String whose, long under) {
        return waits && worker.equals(whose) && token == under;
    }

    long token() {
        return token;
    }

    long sentMs() {
        return sentMs;
    }

    /** When the answer came; the far future when none did. */
    long answeredMs() {
        return answeredMs;
    }

    /** Whether the broker said that it counts. */
    boolean isAccepted() {
        return ACCEPTED.contains(answer);
    }

    /** Whether it may count all the same. */
    boolean isUnknown() {
        return answer.equals(HistoryEvent.SILENCE);
    }
}
