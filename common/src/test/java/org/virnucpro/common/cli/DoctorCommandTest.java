package org.virnucpro.common.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.doctor.Finding;
import org.virnucpro.common.doctor.Section;
import picocli.CommandLine;

final class DoctorCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void all_is_told_as_one_json_object_on_one_line() throws IOException {
        int code = run("--json", "-o", folder.toString());
        assertThat(out.toString().strip().lines()).hasSize(1);
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(code).isEqualTo(ExitCodes.OK);
        assertThat(report.path("status").asText()).isIn("ok", "warn");
        assertThat(report.path("findings")).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.path("section").asText()).isNotEmpty();
            assertThat(finding.path("level").asText()).isIn("ok", "warn", "skip");
            assertThat(finding.path("subject").asText()).isNotEmpty();
        });
    }

    @Test
    void what_fails_decides_the_exit_code_and_no_secret_is_printed() throws IOException {
        Path password = Files.writeString(folder.resolve("pw"), "hidden-word");
        int code = run("--redis", "redis://127.0.0.1:1", "--redis-password-file", password.toString());
        assertThat(code).isEqualTo(ExitCodes.UNAVAILABLE);
        assertThat(out.toString()).contains("fail  cannot connect to Redis").doesNotContain("hidden-word");

        assertThat(run("-o", "/proc")).isEqualTo(ExitCodes.CANNOT_CREATE);
        assertThat(run("--models", folder.resolve("absent").toString())).isEqualTo(ExitCodes.CONFIG);
        assertThat(out.toString()).contains("no such folder");
    }

    @Test
    void the_first_section_that_fails_gives_the_code() {
        assertThat(DoctorCommand.exitCode(Map.of(Section.DISK, List.of(Finding.warn("d", "", "")))))
                .isEqualTo(ExitCodes.OK);
        assertThat(DoctorCommand.exitCode(Map.of(Section.GPU, List.of(Finding.fail("g", "", "")))))
                .isEqualTo(ExitCodes.CONFIG);
    }

    @Test
    void a_finding_is_a_line_with_what_to_do_below_it() {
        assertThat(DoctorText.lines(Map.of(
                        Section.GPU, List.of(Finding.ok("a", "fine"), Finding.warn("b", "not so fine", "do this")))))
                .containsExactly(
                        "gpu", "  ok    fine", "  warn  not so fine", "        -> do this", "0 failed, 1 warnings");
    }

    private int run(String... arguments) {
        HostEnvironment environment = new HostEnvironment(Map.of(), folder, folder, "Linux", "amd64");
        CommandLine command = VirNucProMain.commandLine(environment, folder, List.of());
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(out));
        String[] all = new String[arguments.length + 1];
        all[0] = "doctor";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return command.execute(all);
    }
}
