package org.virnucpro.common.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.RedisAddress;
import org.virnucpro.common.redis.RedisConnection;
import picocli.CommandLine.Option;

/** Which broker a command talks to. The password comes from a file or the environment, never from the command line. */
public final class BrokerOptions {

    @Option(
            names = "--redis",
            paramLabel = "URL",
            description = "The broker of the cluster: redis://[user@]host[:port][/db], rediss:// for TLS.")
    private @Nullable String redis;

    @Option(
            names = "--redis-password-file",
            paramLabel = "FILE",
            description = "File with the broker's password; or set " + HostEnvironment.REDIS_PASSWORD + ".")
    private @Nullable Path passwordFile;

    /** Whether a broker was named. */
    public boolean isGiven() {
        return redis != null;
    }

    /**
     * Connects.
     *
     * @throws CommandException when no broker was named, or it cannot be reached
     */
    public RedisConnection connect() {
        try {
            return RedisConnection.open(address());
        } catch (BrokerException failure) {
            throw new CommandException(ExitCodes.UNAVAILABLE, failure.getMessage(), failure);
        }
    }

    private RedisAddress address() {
        if (redis == null) {
            throw new CommandException(ExitCodes.USAGE, "--redis URL is missing: it names the broker of the cluster");
        }
        try {
            RedisAddress address = RedisAddress.parse(redis);
            if (passwordFile != null) {
                return address.withPassword(Files.readString(passwordFile).strip());
            }
            return HostEnvironment.ofProcess()
                    .variable(HostEnvironment.REDIS_PASSWORD)
                    .map(address::withPassword)
                    .orElse(address);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, "--redis: " + wrong.getMessage(), wrong);
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.CONFIG,
                    "cannot read --redis-password-file " + passwordFile + ": " + failure.getMessage());
        }
    }
}
