package org.virnucpro.coordinator.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FullScreenTest {

    private final StringWriter out = new StringWriter();

    @Test
    void the_terminal_is_given_back_once_with_the_last_lines_on_it() {
        FullScreen screen = new FullScreen(new PrintWriter(out));
        screen.draw(List.of("one"));
        screen.draw(List.of("two", "lines"));
        screen.close();
        screen.close();
        screen.draw(List.of("too late"));
        assertThat(out.toString().split("\u001b\\[\\?1049l", -1)).hasSize(2);
        assertThat(out.toString()).startsWith("\u001b[?1049h\u001b[?25l").contains("\u001b[?25h");
        assertThat(out.toString().substring(out.toString().indexOf("\u001b[?1049l")))
                .isEqualTo("\u001b[?1049l" + String.format("two%nlines%n"));
    }

    @Test
    void fewer_lines_than_before_leave_none_of_the_old_ones() {
        Repaint paint = new Repaint(new PrintWriter(out));
        paint.draw(List.of("a", "b", "c"));
        paint.draw(List.of("d"));
        assertThat(out.toString())
                .isEqualTo(String.format("\u001b[2Ka%n\u001b[2Kb%n\u001b[2Kc%n\u001b[3A\u001b[2Kd%n\u001b[J"));
        paint.draw(List.of("e"));
        assertThat(out.toString()).endsWith(String.format("\u001b[1A\u001b[2Ke%n"));
    }
}
