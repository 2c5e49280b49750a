package org.virnucpro.common.queue;

import java.util.List;
import java.util.stream.Collectors;
import org.virnucpro.common.task.Task;

/**
 * A task out of attempts.
 *
 * @param task as it was at its last attempt
 * @param cause the last error in words
 * @param attempts those that counted, oldest first
 */
public record DeadTask(Task task, String cause, List<FailedAttempt> attempts) {

    public DeadTask {
        attempts = List.copyOf(attempts);
    }

    /** The cause, with how often and where when it was not a single attempt. */
    public String story() {
        if (attempts.size() < 2) {
            return cause;
        }
        String workers = attempts.stream()
                .map(attempt -> attempt.worker().value())
                .distinct()
                .collect(Collectors.joining(", "));
        return cause + " (" + attempts.size() + " attempts on " + workers + ")";
    }

    /** One of whose attempts nothing is known. */
    public DeadTask(Task task, String cause) {
        this(task, cause, List.of());
    }
}
