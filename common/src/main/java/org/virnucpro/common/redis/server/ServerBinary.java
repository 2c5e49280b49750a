package org.virnucpro.common.redis.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A redis-server that runs on this machine.
 *
 * @param path of the program
 * @param major first number of its version
 * @param minor second number
 * @param version all of it
 */
record ServerBinary(Path path, int major, int minor, String version) {

    private static final Pattern VERSION = Pattern.compile(" v=((\\d{1,4})\\.(\\d{1,4})[^ ]*)");
    private static final int LONGEST_REPLY = 4096;

    /**
     * Asks a program for its version, which also shows whether it can run here at all.
     *
     * @throws IOException when it cannot, or when it is not a redis-server
     */
    static ServerBinary probe(Path program) throws IOException {
        Process process = new ProcessBuilder(program.toString(), "--version")
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .start();
        String reply;
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IOException(program + " --version does not answer");
            }
            reply = new String(process.getInputStream().readNBytes(LONGEST_REPLY), StandardCharsets.UTF_8).strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program + " --version ran", e);
        } finally {
            process.destroyForcibly();
        }
        Matcher numbers = VERSION.matcher(reply);
        if (process.exitValue() != 0 || !numbers.find()) {
            throw new IOException(program + " --version ended with status " + process.exitValue() + ": " + reply);
        }
        return new ServerBinary(
                program, Integer.parseInt(numbers.group(2)), Integer.parseInt(numbers.group(3)), numbers.group(1));
    }

    /** Whether it knows every command that the scripts use. */
    boolean isNewEnough() {
        return major > 6 || (major == 6 && minor >= 2);
    }
}
