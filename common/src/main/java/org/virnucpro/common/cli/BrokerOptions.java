package org.virnucpro.common.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.doctor.DoctorQuestion;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.BrokerTls;
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

    @Option(
            names = "--redis-ca",
            paramLabel = "FILE",
            description = "With rediss://: PEM file of the authorities to trust, instead of Java's.")
    private @Nullable Path authorities;

    @Option(
            names = "--redis-cert",
            paramLabel = "FILE",
            description = "With rediss://: PEM file of this client's certificate, if the broker asks for one.")
    private @Nullable Path certificate;

    @Option(names = "--redis-key", paramLabel = "FILE", description = "PEM file of its private key (PKCS#8).")
    private @Nullable Path key;

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
            RedisAddress address = address();
            return RedisConnection.open(address, tls(address));
        } catch (BrokerException failure) {
            throw new CommandException(ExitCodes.UNAVAILABLE, failure.getMessage(), failure);
        }
    }

    /**
     * The broker that was named, and how to get in, without connecting.
     *
     * @throws CommandException when a file cannot be read, or the options contradict each other
     */
    Optional<DoctorQuestion.Broker> broker() {
        if (redis == null) {
            return Optional.empty();
        }
        RedisAddress address = address();
        return Optional.of(new DoctorQuestion.Broker(address, tls(address)));
    }

    /**
     * The broker that was named, with its password.
     *
     * @throws CommandException when none was named, or the name is wrong
     */
    public RedisAddress address() {
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

    private BrokerTls tls(RedisAddress address) {
        if (!address.tls() && (authorities != null || certificate != null || key != null)) {
            throw new CommandException(
                    ExitCodes.USAGE,
                    "--redis-ca, --redis-cert and --redis-key are for TLS: --redis rediss://HOST:PORT");
        }
        try {
            return BrokerTls.read(
                    Optional.ofNullable(authorities), Optional.ofNullable(certificate), Optional.ofNullable(key));
        } catch (IllegalArgumentException half) {
            throw new CommandException(ExitCodes.USAGE, "--redis-cert and --redis-key: " + half.getMessage(), half);
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.CONFIG,
                    "certificates for --redis: "
                            + (failure instanceof FileSystemException
                                    ? "cannot read " + failure.getMessage()
                                    : failure.getMessage()),
                    failure);
        }
    }
}
