package org.virnucpro.common.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.testkit.RepositoryFiles;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Flag before environment before file before default, for every option. */
final class ConfigurationTest {

    /** Stands for any command: options of every kind. */
    @Command(name = "rehearse")
    static final class Rehearse implements Subcommand {
        @Option(names = "--workers", defaultValue = "1")
        int workers;

        @Option(names = "--data-root", required = true)
        List<String> roots = List.of();

        @Option(names = "--work-stealing", negatable = true, defaultValue = "true", fallbackValue = "true")
        boolean workStealing;

        @Option(names = "--weights", split = ",")
        List<Double> weights = List.of();

        @Option(names = {"-r", "--redis", "--redis-address"})
        String redis = "";

        boolean fault;

        @Override
        public Integer call() {
            if (fault) {
                throw new IllegalStateException("a fault");
            }
            return ExitCodes.OK;
        }
    }

    @TempDir
    Path folder;

    private final Map<String, String> variables = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Rehearse rehearse = new Rehearse();

    @Test
    void a_flag_wins_over_the_environment_and_that_over_the_file() throws IOException {
        write("virnucpro.toml", "workers = 2");
        assertThat(rehearse("--data-root", "d=/").workers).isEqualTo(2);
        variables.put("VIRNUCPRO_WORKERS", "3");
        assertThat(rehearse("--data-root", "d=/").workers).isEqualTo(3);
        assertThat(rehearse("--data-root", "d=/", "--workers", "4").workers).isEqualTo(4);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void what_is_said_for_one_command_wins_over_what_is_said_for_all() throws IOException {
        write("virnucpro.toml", "workers = 2\n[rehearse]\nworkers = 5");
        assertThat(rehearse("--data-root", "d=/").workers).isEqualTo(5);
        variables.put("VIRNUCPRO_WORKERS", "3");
        variables.put("VIRNUCPRO_REHEARSE_WORKERS", "6");
        assertThat(rehearse("--data-root", "d=/").workers).isEqualTo(6);
    }

    @Test
    void the_file_in_the_current_folder_wins_over_the_users() throws IOException {
        variables.put("XDG_CONFIG_HOME", folder.resolve("xdg").toString());
        write("xdg/virnucpro/virnucpro.toml", "workers = 7\nwork-stealing = false");
        assertThat(rehearse("--data-root", "d=/").workers).isEqualTo(7);
        write("virnucpro.toml", "workers = 2");
        Rehearse both = rehearse("--data-root", "d=/");
        assertThat(both.workers).isEqualTo(2);
        assertThat(both.workStealing).as("from the user's file").isFalse();
    }

    @Test
    void a_required_option_and_one_of_several_values_may_stand_in_the_file() throws IOException {
        write("virnucpro.toml", "data-root = [\"in=/data, old\", \"out=/results\"]\nweights = [4, 1.5]");
        Rehearse configured = rehearse();
        assertThat(configured.roots).containsExactly("in=/data, old", "out=/results");
        assertThat(configured.weights).containsExactly(4.0, 1.5);
        assertThat(rehearse("--data-root", "d=/").roots).containsExactly("d=/");
        variables.put("VIRNUCPRO_DATA_ROOT", "a=/x,b=/y");
        assertThat(rehearse().roots).containsExactly("a=/x", "b=/y");
    }

    @Test
    void an_option_of_several_names_is_found_by_each_of_them() throws IOException {
        write("virnucpro.toml", "redis-address = 'redis://a:1'");
        assertThat(rehearse("--data-root", "d=/").redis).isEqualTo("redis://a:1");
        variables.put("VIRNUCPRO_REDIS", "redis://b:1");
        assertThat(rehearse("--data-root", "d=/").redis).isEqualTo("redis://b:1");
    }

    @Test
    void a_value_is_taken_as_it_is_written() throws IOException {
        write("virnucpro.toml", "redis = 'redis://${sys:user.name}:1'");
        assertThat(rehearse("--data-root", "d=/").redis).isEqualTo("redis://${sys:user.name}:1");
    }

    @Test
    void a_switch_can_be_turned_off_and_the_flag_turns_it_on_again() throws IOException {
        write("virnucpro.toml", "work-stealing = false");
        assertThat(rehearse("--data-root", "d=/").workStealing).isFalse();
        assertThat(rehearse("--data-root", "d=/", "--work-stealing").workStealing)
                .isTrue();
    }

    @Test
    void another_file_replaces_all_and_none_reads_nothing() throws IOException {
        write("virnucpro.toml", "workers = 2");
        Path other = write("other.toml", "[rehearse]\ndata-root = 'd=/'");
        assertThat(rehearse("--config", other.toString()).workers).isEqualTo(1);
        variables.put("VIRNUCPRO_WORKERS", "3");
        assertThat(rehearse("--config", "none", "--data-root", "d=/").workers).isEqualTo(1);
        variables.put("VIRNUCPRO_CONFIG", "none");
        assertThat(rehearse("--data-root", "d=/").workers).isEqualTo(1);
    }

    @Test
    void an_unknown_key_is_refused_with_file_line_and_the_nearest_one() throws IOException {
        write("virnucpro.toml", "# mine\nwokers = 2");
        assertThat(run("rehearse", "--data-root", "d=/")).isEqualTo(ExitCodes.CONFIG);
        assertThat(err.toString())
                .contains(folder.resolve("virnucpro.toml") + ", line 2: no option is called 'wokers'; did you mean"
                        + " 'workers'?");
    }

    @Test
    void an_unknown_command_and_an_option_of_another_command_are_refused() throws IOException {
        write("virnucpro.toml", "[rehears]\nworkers = 2");
        assertThat(run("rehearse", "--data-root", "d=/")).isEqualTo(ExitCodes.CONFIG);
        assertThat(err.toString()).contains("no command is called 'rehears'; did you mean 'rehearse'?");
        write("virnucpro.toml", "[translate]\nworkers = 2");
        assertThat(run("rehearse", "--data-root", "d=/")).isEqualTo(ExitCodes.CONFIG);
        assertThat(err.toString()).contains("line 2: no option of 'translate' is called 'workers'");
    }

    @Test
    void what_is_no_toml_or_the_wrong_kind_of_value_is_refused_with_its_line() throws IOException {
        write("virnucpro.toml", "workers = 2\nredis = redis://head");
        assertThat(run("rehearse", "--data-root", "d=/")).isEqualTo(ExitCodes.CONFIG);
        assertThat(err.toString()).contains("virnucpro.toml, line 2: not TOML");
        write("virnucpro.toml", "redis = [2, 3]");
        assertThat(run("rehearse", "--data-root", "d=/")).isEqualTo(ExitCodes.CONFIG);
        assertThat(err.toString()).contains("line 1: redis takes one value, not an array of 2");
        write("virnucpro.toml", "\nworkers = 'many'");
        assertThat(run("rehearse", "--data-root", "d=/")).isEqualTo(ExitCodes.CONFIG);
        assertThat(err.toString()).contains("'many'").contains("(" + folder.resolve("virnucpro.toml") + ", line 2)");
        assertThat(run("rehearse", "--config", "missing.toml")).isEqualTo(ExitCodes.CONFIG);
        assertThat(err.toString()).contains("missing.toml does not exist");
    }

    @Test
    void help_is_given_whatever_the_file_holds() throws IOException {
        write("virnucpro.toml", "wokers = 2");
        assertThat(run("translate", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: virnucpro translate");
    }

    @Test
    void config_show_tells_every_value_and_where_it_comes_from() throws IOException {
        write("virnucpro.toml", "[rehearse]\nredis = 'redis://me:secret@head:6379/1'\ndata-root = ['a=/x', 'b=/y']");
        variables.put("VIRNUCPRO_WEIGHTS", "1,2");
        assertThat(run("config", "show", "--origin", "rehearse", "--workers", "9"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString().lines())
                .contains(
                        "[rehearse]",
                        "workers = 9  # command line",
                        "weights = [1, 2]  # environment VIRNUCPRO_WEIGHTS",
                        "data-root = [\"a=/x\", \"b=/y\"]  # " + folder.resolve("virnucpro.toml") + ", line 3",
                        "redis = \"redis://me:***@head:6379/1\"  # " + folder.resolve("virnucpro.toml") + ", line 2",
                        "work-stealing = true  # default");
        assertThat(out.toString()).doesNotContain("secret");
    }

    @Test
    void config_show_prints_a_file_that_sets_the_same_values() throws IOException {
        assertThat(run("config", "show")).isZero();
        Path printed = write("printed.toml", out.toString());
        StringWriter before = new StringWriter();
        before.append(out.toString());
        out.getBuffer().setLength(0);
        assertThat(run("config", "show", "--config", printed.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).isEqualTo(before.toString());
    }

    @Test
    void config_show_refuses_what_is_no_command() {
        assertThat(run("config", "show", "rehearsal")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("did you mean 'rehearse'?");
        assertThat(run("config", "show", "rehearse", "--wokers", "3")).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void a_wrong_option_is_answered_with_a_suggestion_and_not_with_a_page_of_help() {
        assertThat(run("rehearse", "--data-root", "d=/", "--workres", "3")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString())
                .contains("--workers")
                .contains("Try `virnucpro rehearse --help`.")
                .doesNotContain("Usage:");
    }

    @Test
    void a_fault_of_a_command_is_code_1_with_what_a_report_needs() {
        rehearse.fault = true;
        assertThat(run("rehearse", "--data-root", "d=/")).isEqualTo(ExitCodes.INTERNAL);
        assertThat(err.toString()).contains("please report it", "IllegalStateException: a fault", "Rehearse.call");
    }

    @Test
    void colour_is_asked_for_before_the_environment_and_that_before_the_terminal() {
        variables.put("TERM", "xterm");
        assertThat(help()).doesNotContain("\u001b[");
        variables.put("VIRNUCPRO_OUTPUT_TERMINAL", "1");
        assertThat(help()).contains("\u001b[");
        assertThat(help("--color", "never")).doesNotContain("\u001b[");
        variables.put("NO_COLOR", "1");
        assertThat(help()).doesNotContain("\u001b[");
        assertThat(help("--color", "always")).contains("\u001b[");
        variables.remove("NO_COLOR");
        variables.put("TERM", "dumb");
        assertThat(help()).doesNotContain("\u001b[");
    }

    @Test
    void cite_names_what_results_rest_on() {
        assertThat(run("cite")).isZero();
        assertThat(out.toString())
                .contains("github.com/Li-Jing-1997/VirNucPro", "facebookresearch/esm", "DNABERT_S")
                .doesNotContain("@VERSION@");
        assertThat(run("cite", "--bibtex")).isZero();
        assertThat(out.toString()).contains("@software{virnucpro,");
        assertThat(RepositoryFiles.top().resolve("CITATION.cff"))
                .content()
                .contains("cff-version: 1.2.0", "Li-Jing-1997/VirNucPro");
    }

    private Rehearse rehearse(String... arguments) {
        String[] words = new String[arguments.length + 1];
        words[0] = "rehearse";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        assertThat(run(words)).as(err.toString()).isZero();
        return rehearse;
    }

    private String help(String... arguments) {
        out.getBuffer().setLength(0);
        String[] words = new String[arguments.length + 2];
        words[0] = "translate";
        words[1] = "--help";
        System.arraycopy(arguments, 0, words, 2, arguments.length);
        assertThat(run(words)).isZero();
        return out.toString();
    }

    private int run(String... arguments) {
        HostEnvironment environment = new HostEnvironment(variables, folder.resolve("home"), folder, "Linux", "amd64");
        CommandLine commandLine = VirNucProMain.commandLine(environment, folder, List.of(rehearse));
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
