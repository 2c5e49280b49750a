package org.virnucpro.worker.engine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "python3 engine.py --half | python3,engine.py,--half",
                "'a b' \"c d\"e | a b,c de",
                "a\\ b 'x\\y' \"q\\\"r\\\\s\\t\" | a b,x\\y,q\"r\\s\\t",
                "a '' b | a,,b",
                "$HOME *.py; rm | $HOME,*.py;,rm",
            })
    void words_are_those_of_a_shell_without_expansions(String line, String words) {
        assertThat(CommandWords.of(line)).isEqualTo(List.of(words.split(",", -1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "'open", "a \"b"})
    void a_line_that_names_no_program_or_leaves_a_quote_open_is_refused(String line) {
        assertThatThrownBy(() -> CommandWords.of(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_program_with_a_space_in_its_path_stays_one_word() {
        assertThat(CommandWords.of("\"/opt/my tools/python\" x")).containsExactly("/opt/my tools/python", "x");
    }
}
