package org.virnucpro.worker.loop;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.worker.predict.ShardJob;
import org.virnucpro.worker.predict.ShardPredictor;

/**
 * Reads the input of the task at the head of the own queue while another one is computed. It takes no lease, so the task can
 * still be stolen, and then its input was read for nothing. Confined to one thread, {@link #next} apart.
 */
final class ReadAhead {

    private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

    private final WorkerId self;
    private final TaskInput input;
    private final ShardPredictor predictor;
    private volatile @Nullable Candidate last;

    ReadAhead(WorkerId self, TaskInput input, ShardPredictor predictor) {
        this.self = self;
        this.input = input;
        this.predictor = predictor;
    }

    /** Looks which task comes next in this run, and reads its input unless that was the last one read. */
    void look(Membership membership) {
        try {
            Optional<Task> next = membership.queues().peek(self);
            if (next.isEmpty()) {
                last = null;
            } else {
                ShardJob job = input.of(membership.spec(), next.get());
                Candidate wanted = new Candidate(membership, next.get(), job);
                if (!wanted.equals(last)) {
                    last = wanted;
                    predictor.readAhead(job);
                }
            }
        } catch (IOException | RuntimeException advice) {
            // The same fault comes again, and is reported, when the task is taken.
            LOG.debug("the next task could not be read ahead: {}", advice.toString());
        }
    }

    /** What the last look found in this run since a task began. Thread-safe. */
    Optional<Candidate> next(Membership membership) {
        return Optional.ofNullable(last).filter(candidate -> candidate.membership() == membership);
    }

    /** The next look reads whatever it finds: a task begins, for which the input that was read is used up. */
    void begin() {
        last = null;
    }
}
