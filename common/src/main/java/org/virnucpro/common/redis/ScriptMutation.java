package org.virnucpro.common.redis;

import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.RunId;

/** Rules taken out of the scripts, only to show that a check notices their absence. Never for a run that somebody needs. */
public enum ScriptMutation {
    /** {@code complete} does not look at the token. */
    COMPLETE_WITHOUT_TOKEN {
        @Override
        public SharedWorkQueues queues(RedisConnection connection, RunId run) {
            String mutated =
                    without(RedisScript.COMPLETE.source(), "if int(tokenOf(id)) ~= token then return { 'FENCED' } end");
            return new RedisSharedWorkQueues(
                    connection.client(),
                    run,
                    new RedisCalls(
                            connection.client(), script -> script == RedisScript.COMPLETE ? mutated : script.source()));
        }
    },
    /** {@code take} only pops; the lease is written by a second script. */
    LEASE_OUTSIDE_POP {
        @Override
        public SharedWorkQueues queues(RedisConnection connection, RunId run) {
            return LeaseOutsidePop.queues(connection.client(), run);
        }
    };

    /** The queues of a run, with the rule taken out. */
    public abstract SharedWorkQueues queues(RedisConnection connection, RunId run);

    static String without(String script, String rule) {
        if (!script.contains(rule)) {
            throw new IllegalStateException("the script has changed: it has no '" + rule + "'");
        }
        return script.replace(rule, "");
    }
}
