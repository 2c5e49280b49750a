package org.virnucpro.common.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The Lua scripts, one constant per file; each file says what it does, takes and returns, and why a repeat is harmless.
 * Every script returns a list whose first element is a status word.
 */
enum RedisScript {
    OPEN("run/open"),
    SUBMIT("run/submit"),
    RESTORE("run/restore"),
    OBSERVE("run/observe"),
    TAKE("run/take"),
    COMPLETE("run/complete"),
    FAIL("run/fail"),
    HEARTBEAT("run/heartbeat"),
    REAP("run/reap"),
    MEMBER("run/member"),
    CANCEL("run/cancel"),
    STATE("run/state"),
    BARRIER("run/barrier"),
    REPAIR("run/repair"),
    FINISH("run/finish"),
    PEEK("run/peek"),
    IDLE("run/idle"),
    SPLIT("run/split"),
    RESPLIT("run/resplit"),
    RETRY("run/retry"),
    ANNOUNCE("cluster/announce"),
    DRAIN("cluster/drain"),
    WITHDRAW("cluster/withdraw"),
    WORKERS("cluster/workers"),
    SPECIFY("cluster/specify"),
    DESCRIBE("cluster/describe"),
    OWN("cluster/own"),
    COORDINATORS("cluster/coordinators");

    /** Number of the layout of a run's keys; the prologue holds the same one and refuses another. */
    static final String LAYOUT = "3";

    private final String source;

    RedisScript(String file) {
        source = file.startsWith("run/") ? prologue() + read(file) : read(file);
    }

    /** What every script of a run begins with. */
    static String prologue() {
        return read("run/prologue");
    }

    /** The text that is sent. */
    String source() {
        return source;
    }

    private static String read(String file) {
        String resource = "lua/" + file + ".lua";
        try (InputStream in = RedisScript.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("this build is damaged: it lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + resource, e);
        }
    }
}
