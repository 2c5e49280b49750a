package org.virnucpro.common.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class BrokerOptionsTest {

    private static final String SECRET = "hidden-word";

    @TempDir
    Path folder;

    private Path password;

    @BeforeEach
    void write_the_password() throws IOException {
        password = Files.writeString(folder.resolve("password"), SECRET + "\n");
    }

    @Test
    void a_broker_that_does_not_answer_is_named_without_the_password() {
        // A port of the system on which nothing listens.
        CommandException failure =
                refused("--redis", "redis://me@127.0.0.1:1", "--redis-password-file", password.toString());
        assertThat(failure.exitCode()).isEqualTo(ExitCodes.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("redis://127.0.0.1:1");
        assertNothingShowsTheSecret(failure);
    }

    @Test
    void a_wrong_url_with_a_password_in_it_is_refused_without_repeating_it() {
        for (String url :
                List.of("http://me:" + SECRET + "@h", "redis://me:" + SECRET + "@h/x", "redis://:" + SECRET)) {
            CommandException failure = refused("--redis", url);
            assertThat(failure.exitCode()).isEqualTo(ExitCodes.USAGE);
            assertNothingShowsTheSecret(failure);
        }
    }

    @Test
    void certificates_without_tls_are_an_error_of_usage() {
        CommandException failure = refused("--redis", "redis://h", "--redis-ca", "ca.crt");
        assertThat(failure.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(failure).hasMessageContaining("rediss://");
    }

    @Test
    void a_certificate_without_its_key_is_an_error_of_usage() {
        CommandException failure = refused("--redis", "rediss://h", "--redis-cert", "client.crt");
        assertThat(failure.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(failure).hasMessageContaining("--redis-key").hasMessageContaining("together");
    }

    @Test
    void a_file_without_certificates_is_named() {
        for (Path file : List.of(password, folder.resolve("absent"))) {
            CommandException failure = refused("--redis", "rediss://h", "--redis-ca", file.toString());
            assertThat(failure.exitCode()).isEqualTo(ExitCodes.CONFIG);
            assertThat(failure).hasMessageContaining(file.toString());
            assertNothingShowsTheSecret(failure);
        }
    }

    private static CommandException refused(String... arguments) {
        Probe probe = new Probe();
        new CommandLine(probe).parseArgs(arguments);
        return catchThrowableOfType(CommandException.class, () -> probe.broker.connect());
    }

    private static void assertNothingShowsTheSecret(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(SECRET);
        }
    }

    @Command
    private static final class Probe {
        @Mixin
        private BrokerOptions broker = new BrokerOptions();
    }
}
