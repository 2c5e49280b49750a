package org.virnucpro.common.redis;

import java.util.List;

/** Scripts on the fixed keys of one run. Thread-safe. */
final class RunScripts {

    private final RedisCalls calls;
    private final RedisKeys keys;

    RunScripts(RedisCalls calls, RedisKeys keys) {
        this.calls = calls;
        this.keys = keys;
    }

    /** Returns the status word of the reply. */
    String status(RedisScript script, List<String> arguments) {
        return (String) calls.run(script, keys.fixed(), arguments).get(0);
    }

    /** Returns the number after the status word of the reply. */
    int number(RedisScript script, List<String> arguments) {
        return Integer.parseInt(
                (String) calls.run(script, keys.fixed(), arguments).get(1));
    }

    /** The outcome that a status word stands for. */
    static <E extends Enum<E>> E parse(Class<E> type, RedisScript script, String word) {
        try {
            return Enum.valueOf(type, word);
        } catch (IllegalArgumentException e) {
            throw RedisCalls.unknown(script, word);
        }
    }
}
