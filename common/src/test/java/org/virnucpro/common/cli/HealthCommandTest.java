package org.virnucpro.common.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.HostEnvironment;
import picocli.CommandLine;

class HealthCommandTest {

    private static final String RECORD =
            "{\"service\":\"worker w\",\"pid\":7,\"time\":\"%s\",\"phase\":\"%s\",\"moving\":%s,\"words\":\"idle\"}";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_process_that_serves_and_said_so_lately_is_healthy() throws IOException {
        Path file = file(Instant.now().toString(), "serving", true);
        assertThat(health("--local", "--health-file", file.toString())).isZero();
        assertThat(out.toString().strip()).isEqualTo("worker w: idle");
    }

    @Test
    void a_process_that_starts_stops_stands_still_or_is_gone_is_not() throws IOException {
        String now = Instant.now().toString();
        for (Path file : List.of(
                file(now, "starting", true),
                file(now, "stopping", true),
                file(now, "serving", false),
                file("2020-01-01T00:00:00Z", "serving", true))) {
            assertThat(health("--local", "--health-file", file.toString())).isEqualTo(ExitCodes.UNAVAILABLE);
        }
        assertThat(out.toString()).contains("starting: idle", "nothing moves: idle", "no sign of life for");
        Path missing = folder.resolve("missing");
        assertThat(health("--local", "--health-file", missing.toString())).isEqualTo(ExitCodes.UNAVAILABLE);
        assertThat(err.toString()).contains("no process says how it is: " + missing);
    }

    @Test
    void the_file_can_be_named_by_the_environment_and_the_answer_be_json() throws IOException {
        Path file = file(Instant.now().toString(), "serving", true);
        assertThat(execute(Map.of("VIRNUCPRO_HEALTH_FILE", file.toString()), "health", "--local", "--json"))
                .isZero();
        assertThat(out.toString().strip()).isEqualTo(Files.readString(file));
    }

    @Test
    void without_a_file_the_command_line_is_wrong() {
        assertThat(health("--local")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("--health-file");
    }

    private Path file(String time, String phase, boolean moving) throws IOException {
        Path file = Files.createTempFile(folder, "health", ".json");
        return Files.writeString(file, RECORD.formatted(time, phase, moving));
    }

    private int health(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "health";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return execute(Map.of(), all);
    }

    private int execute(Map<String, String> variables, String... arguments) {
        HostEnvironment environment = new HostEnvironment(variables, folder, folder, "Linux", "amd64");
        CommandLine root = VirNucProMain.commandLine(environment, folder, List.of());
        root.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return root.execute(arguments);
    }
}
