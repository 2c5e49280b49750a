package org.virnucpro.common.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.RedisOutOfMemoryException;
import org.redisson.client.codec.StringCodec;
import org.virnucpro.common.queue.BrokerException;

/**
 * Runs scripts and reads, and turns Redisson's exceptions into {@link BrokerException}. Scripts always run on the master and
 * never in a batch: a batch does not reload a script that the server has forgotten. Thread-safe.
 */
final class RedisCalls {

    private final RScript scripts;
    private final Function<RedisScript, String> texts;

    RedisCalls(RedissonClient client) {
        this(client, RedisScript::source);
    }

    /** With other texts: tests take a rule out of a script and see that something breaks. */
    RedisCalls(RedissonClient client, Function<RedisScript, String> texts) {
        this.scripts = client.getScript(StringCodec.INSTANCE);
        this.texts = texts;
    }

    /** Runs a script and waits for its reply: a status word, then what the script's file says. */
    List<Object> run(RedisScript script, List<Object> keys, List<String> arguments) {
        return await(script, start(script, keys, arguments));
    }

    /** Sends a script; {@link #await} gets the reply. */
    CompletableFuture<List<Object>> start(RedisScript script, List<Object> keys, List<String> arguments) {
        return scripts.<List<Object>>evalAsync(
                        RScript.Mode.READ_WRITE,
                        texts.apply(script),
                        RScript.ReturnType.LIST,
                        keys,
                        arguments.toArray())
                .toCompletableFuture();
    }

    /** Waits for the reply of a script. */
    static List<Object> await(RedisScript script, CompletableFuture<List<Object>> reply) {
        try {
            return reply.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RedisException cause) {
                throw failure(script.toString(), cause);
            }
            throw e;
        }
    }

    /** Does anything with Redisson that is not a script. */
    static <T> T read(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (RedisException e) {
            throw failure(what, e);
        }
    }

    /** A reply that this version does not know. */
    static BrokerException unknown(RedisScript script, Object reply) {
        return new BrokerException(
                "Redis answered " + script + " with '" + reply + "', which this version does not know");
    }

    private static BrokerException failure(String what, RedisException cause) {
        String words = String.valueOf(cause.getMessage());
        if (cause instanceof RedisOutOfMemoryException || words.contains("OOM command not allowed")) {
            return new BrokerException(
                    "Redis has reached its maxmemory and refuses " + what + "; running tasks can still be completed."
                            + " Raise maxmemory, then repeat",
                    cause);
        }
        if (words.contains("VNPLAYOUT")) {
            return new BrokerException(
                    "this run was written by another version of this program (layout of its keys: "
                            + words.replaceFirst("(?s).*VNPLAYOUT (\\S+).*", "$1") + ", here: " + RedisScript.LAYOUT
                            + "); use that version",
                    cause);
        }
        return new BrokerException("Redis did not answer " + what + ": " + words, cause);
    }
}
