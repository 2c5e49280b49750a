package org.virnucpro.coordinator.balance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.queue.BrokerServer;
import org.virnucpro.common.queue.BrokerStart;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.Task;

/**
 * Puts a run right after every start of its broker: gives out no task, lets the broker write its log anew, sends all tasks
 * again, gives out tasks again.
 *
 * <p>Why the log: Redis cuts an append-only file that ends inside a transaction back to the last whole command, and leaves the
 * transaction open. What is written behind it becomes part of that transaction, so that the next start runs half of it, and
 * lists, leases and counters no longer fit together (design/QUEUE_PROTOCOL.md, section 7). A log written anew holds whole
 * changes only. Why the tasks: a power loss takes the last second of changes along, submissions too; a task that is known is
 * skipped.
 *
 * <p>Each step may be repeated, by this coordinator or by two at once; which starts a run has passed is kept in the run, so
 * that the coordinator after one that died in the middle goes on. Confined to one thread.
 */
public final class BrokerBarrier {

    private static final Logger log = LoggerFactory.getLogger(BrokerBarrier.class);
    private static final long LOOK_MILLIS = 20;
    private static final long RETRY_MILLIS = 1_000;

    private final BrokerServer server;
    private final SharedWorkQueues queues;
    private final RunSettings settings;
    private final Supplier<List<Task>> tasks;
    private final Duration patience;
    private final Semaphore never = new Semaphore(0);
    private boolean said;

    /**
     * @param settings with which the run is opened, should the broker have lost that
     * @param tasks all of the run that can be submitted, in that order; asked for before each submission
     * @param patience how long one {@link #pass} waits for the log
     */
    public BrokerBarrier(
            BrokerServer server,
            SharedWorkQueues queues,
            RunSettings settings,
            Supplier<List<Task>> tasks,
            Duration patience) {
        this.server = server;
        this.queues = queues;
        this.settings = settings;
        this.tasks = tasks;
        this.patience = patience;
    }

    /** Opens the run and sends its tasks, {@link #pass behind the barrier} if there is one. Returns like that. */
    public boolean begin() throws InterruptedException {
        queues.open(settings);
        if (queues.raiseBarrier()) {
            said = true; // that a run begins behind a barrier is no news
            return pass();
        }
        submit();
        return true;
    }

    /**
     * Puts the run right if the broker has started anew since the last time; else one short call.
     *
     * @return whether tasks are given out; false when the log could not be written anew yet: call again
     */
    public boolean pass() throws InterruptedException {
        if (!queues.raiseBarrier()) {
            said = false;
            return true;
        }
        if (!said) {
            log.info("the broker has started since the run's last look at it: no task is given out until its log is"
                    + " written anew and all tasks are sent again");
            said = true;
        }
        long waited = 0;
        while (true) {
            BrokerStart start = server.look();
            if (isWhole(start)) {
                queues.open(settings);
                submit();
                if (!queues.liftBarrier(start.id())) {
                    log.debug("tasks are given out");
                    said = false;
                    return true;
                }
            }
            if (waited >= patience.toMillis()) {
                log.warn(
                        "the broker has not written its log anew yet ({}); until then no task is given out",
                        start.log());
                return false;
            }
            long wait = start.log() == BrokerStart.Log.REWRITE_FAILED ? RETRY_MILLIS : LOOK_MILLIS;
            if (never.tryAcquire(wait, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("a permit that nobody gives was there");
            }
            waited += wait;
        }
    }

    /** A run that was given up takes no tasks. */
    private void submit() {
        if (!queues.state().isFinal()) {
            queues.submit(tasks.get());
        }
    }

    /** Asks for a new log when nobody has. */
    private boolean isWhole(BrokerStart start) {
        return switch (start.log()) {
            case OFF, WHOLE -> true;
            case REWRITING -> false;
            case INHERITED, REWRITE_FAILED -> {
                if (start.log() == BrokerStart.Log.REWRITE_FAILED) {
                    log.warn("the broker failed to write its log anew; it says why in its own log (is its disk full?)");
                }
                boolean asked = server.rewriteLog();
                if (!asked) {
                    log.warn("the broker does not let this user write its log anew (BGREWRITEAOF). Allow it, or let"
                            + " redis-check-aof --fix run before every start of the server: else a second start after"
                            + " a power loss can damage the queues; virnucpro audit finds and repairs that");
                }
                yield !asked;
            }
        };
    }
}
