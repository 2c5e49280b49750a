package org.virnucpro.common.steal;

import org.virnucpro.common.task.WorkerId;

/**
 * Why an idle worker leaves a queue alone that has tasks.
 *
 * @param victim whose queue
 * @param reason why
 */
public record StealRefusal(WorkerId victim, Reason reason) {

    /** Why a steal is not tried. */
    public enum Reason {
        /** The depths of the queues are not unequal enough for the threshold. */
        BALANCED("the queues are not unequal enough"),
        /** The victim gets to its last task before the thief could end even a short one. */
        NO_GAIN("its owner will be through before the thief could finish a task of it"),
        /** All its tasks have longer records than the thief can hold. */
        TOO_LARGE("its tasks have longer records than this worker can hold (--max-sequence)");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** The reason as people read it. */
        public String words() {
            return words;
        }
    }
}
