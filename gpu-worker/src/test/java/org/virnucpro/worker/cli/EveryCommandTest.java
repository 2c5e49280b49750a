package org.virnucpro.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnucpro.common.cli.VirNucProMain;
import picocli.CommandLine;

/** What every command of every module owes to people; a new command is found by itself. */
final class EveryCommandTest {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    @TempDir
    Path folder;

    static Stream<List<String>> commands() {
        List<List<String>> paths = new ArrayList<>();
        collect(VirNucProMain.commandLine(), List.of(), paths);
        return paths.stream();
    }

    static Stream<String> examples() {
        return commands().flatMap(path -> examplesOf(help(path)).stream()).distinct();
    }

    @Test
    void commands_of_all_three_modules_are_there() {
        assertThat(commands())
                .contains(
                        List.of(),
                        List.of("translate"),
                        List.of("predict"),
                        List.of("worker"),
                        List.of("bench", "balance"),
                        List.of("config", "show"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_has_a_description_and_examples_of_the_command(List<String> path) {
        String help = help(path);
        assertThat(help).contains("Usage:").containsPattern("Examples?:");
        String start = ("virnucpro " + String.join(" ", path)).strip();
        assertThat(examplesOf(help)).anySatisfy(example -> assertThat(example).contains(start));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void short_help_and_version_answer_too(List<String> path) {
        assertThat(run(path, "-h")).isEqualTo(help(path));
        assertThat(run(path, "--version")).matches("(?s)virnucpro \\S+ \\(commit \\S+\\)\\s+Java .*");
        assertThat(run(path, "-V")).isEqualTo(run(path, "--version"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_parses(String example) {
        List<String> words = words(example);
        assertThatCode(() ->
                        commandLine().parseArgs(words.subList(1, words.size()).toArray(String[]::new)))
                .as(example)
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_option_says_what_it_does(List<String> path) {
        CommandLine command = VirNucProMain.commandLine();
        for (String name : path) {
            command = command.getSubcommands().get(name);
        }
        assertThat(command.getCommandSpec().options())
                .allSatisfy(option -> assertThat(String.join("", option.description()))
                        .as(option.longestName())
                        .isNotBlank());
    }

    @Test
    void help_has_no_escape_codes_unless_they_are_asked_for() {
        assertThat(run(List.of("predict"), "--help", "--color", "never")).doesNotContain("\u001b[");
        assertThat(run(List.of("predict"), "--help")).doesNotContain("\u001b[");
        assertThat(run(List.of("predict"), "--help", "--color=always")).contains("\u001b[");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void bash_accepts_the_completion_script_and_completes_commands_and_options(String shell) throws Exception {
        Path script = Files.writeString(folder.resolve("completion"), run(List.of("completion"), shell));
        assertThat(completed(script, "virnucpro", "pred")).containsExactly("predict");
        assertThat(completed(script, "virnucpro", "predict", "--steal-in")).containsExactly("--steal-interval");
        assertThat(completed(script, "virnucpro", "bench", "bal")).containsExactly("balance");
    }

    static Stream<String> shells() {
        return Stream.of("bash", "zsh");
    }

    /** What bash would offer for the last word. */
    private List<String> completed(Path script, String... words) throws Exception {
        String program =
                "compopt() { :; }; source '" + script + "'; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                        + (words.length - 1) + "; COMP_LINE='" + String.join(" ", words)
                        + "'; _complete_virnucpro || true; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Path output = folder.resolve("completed");
        Process bash = new ProcessBuilder("bash", "--norc", "-c", program)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(bash.waitFor()).as(Files.readString(output)).isZero();
        return Files.readAllLines(output).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static void collect(CommandLine command, List<String> path, List<List<String>> paths) {
        paths.add(path);
        command.getSubcommands().forEach((name, below) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            collect(below, longer, paths);
        });
    }

    private static String help(List<String> path) {
        return run(path, "--help");
    }

    private static String run(List<String> path, String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine commandLine = commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        List<String> words = new ArrayList<>(path);
        words.addAll(List.of(arguments));
        assertThat(commandLine.execute(words.toArray(String[]::new)))
                .as(words.toString())
                .isZero();
        return out.toString();
    }

    private static CommandLine commandLine() {
        return VirNucProMain.commandLine().setUsageHelpWidth(400);
    }

    /** The lines below "Examples:" up to the next empty one. */
    private static List<String> examplesOf(String help) {
        return help.lines()
                .dropWhile(line -> !line.matches("Examples?:"))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .map(String::strip)
                .toList();
    }

    /** The words of the call of virnucpro in a line of shell: from its name to a redirection, a pipe or a bracket. */
    private static List<String> words(String example) {
        List<String> words = new ArrayList<>();
        int start = example.indexOf("virnucpro ");
        Matcher word = WORD.matcher(example.substring(start).replaceAll("\\)$", ""));
        while (word.find()) {
            if (List.of("|", ">", "<", "&&").contains(word.group())) {
                break;
            }
            words.add(Stream.of(1, 2, 3)
                    .map(word::group)
                    .filter(text -> text != null)
                    .findFirst()
                    .orElseThrow());
        }
        return words;
    }
}
