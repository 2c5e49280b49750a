package org.virnucpro.common.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.virnucpro.common.redis.QueueAudit;
import org.virnucpro.common.redis.RunKeysSnapshot;
import org.virnucpro.common.task.RunId;

/**
 * The laws of {@link QueueAudit} for tests, with those about events. Reads the keys as they are; nothing else may work on the
 * run meanwhile.
 */
public final class QueueInvariants {

    private QueueInvariants() {}

    /** Fails with what is broken; returns the keys as they were found. */
    public static RunKeysSnapshot check(TestRedis redis, RunId run) {
        RunKeysSnapshot keys = RunKeysSnapshot.withEvents(redis.client(), run);
        assertThat(QueueAudit.ofQueues(keys)).as("queues of run %s", run).isEmpty();
        assertThat(QueueAudit.ofEvents(keys)).as("events of run %s", run).isEmpty();
        return keys;
    }
}
