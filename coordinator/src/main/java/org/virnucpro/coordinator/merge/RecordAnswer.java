package org.virnucpro.coordinator.merge;

import java.util.Optional;
import org.virnucpro.common.sequence.FastaEntry;

/**
 * The answer for one record of an input.
 *
 * @param record what the input holds
 * @param chunks chunks cut from it, 0 when it is rejected
 * @param score empty when there is none
 * @param status {@code ok}, {@code no_orf}, or a reason of failed.tsv
 * @param message why it failed; empty when it did not
 */
record RecordAnswer(FastaEntry record, int chunks, Optional<RecordScore> score, String status, String message) {
    static final String OK = "ok";
    static final String NO_ORF = "no_orf";
    static final String TASK_DEAD = "task_dead";

    boolean failed() {
        return !message.isEmpty();
    }
}
