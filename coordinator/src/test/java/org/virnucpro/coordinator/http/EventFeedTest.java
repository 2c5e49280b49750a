package org.virnucpro.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class EventFeedTest {

    private final EventFeed feed = new EventFeed();
    private final List<String> heard = new ArrayList<>();
    private final EventFeed.Listener listener = event -> heard.add(new String(event, StandardCharsets.UTF_8));

    @Test
    void a_new_client_gets_the_newest_state_of_every_subject_and_then_what_happens() {
        feed.changed("run/a", "run", "{\"done\":1}");
        feed.changed("run/a", "run", "{\"done\":2}");
        feed.changed("run/b", "run", "{\"done\":9}");
        feed.happened("steal", "{\"task\":1}");
        feed.subscribe(listener, Optional.empty());
        assertThat(heard).hasSize(2);
        assertThat(heard.get(0)).contains("{\"done\":2}");
        feed.happened("steal", "{\"task\":2}");
        assertThat(heard).hasSize(3);
        assertThat(heard.get(2)).startsWith("id: ").contains("event: steal\ndata: {\"task\":2}\n\n");
    }

    @Test
    void a_client_that_comes_back_gets_what_it_missed() {
        feed.subscribe(listener, Optional.empty());
        feed.happened("steal", "{\"task\":1}");
        feed.unsubscribe(listener);
        feed.happened("steal", "{\"task\":2}");
        feed.happened("steal", "{\"task\":3}");
        String id = heard.get(0).substring(4, heard.get(0).indexOf('\n'));
        feed.subscribe(listener, Optional.of(id));
        assertThat(heard).hasSize(3);
        assertThat(heard.get(1)).contains("{\"task\":2}");
        assertThat(heard.get(2)).contains("{\"task\":3}");
    }

    @Test
    void who_was_away_for_too_long_or_comes_from_another_start_begins_anew() {
        feed.subscribe(listener, Optional.empty());
        feed.happened("steal", "{\"task\":0}");
        String first = heard.get(0).substring(4, heard.get(0).indexOf('\n'));
        feed.unsubscribe(listener);
        heard.clear();
        String large = "{\"text\":\"" + "x".repeat(100_000) + "\"}";
        for (int at = 0; at < 100; at++) {
            feed.changed("run/a", "run", large);
        }
        feed.subscribe(listener, Optional.of(first));
        assertThat(heard).hasSize(2);
        assertThat(heard.get(0)).contains("event: reset");
        feed.unsubscribe(listener);
        heard.clear();
        feed.subscribe(listener, Optional.of("another-17"));
        assertThat(heard.get(0)).contains("event: reset");
    }

    @Test
    void who_is_too_slow_gets_no_more() {
        feed.subscribe(event -> false, Optional.empty());
        feed.subscribe(listener, Optional.empty());
        assertThat(feed.listeners()).isEqualTo(2);
        feed.happened("steal", "{}");
        assertThat(feed.listeners()).isEqualTo(1);
        feed.alive();
        assertThat(heard).last().isEqualTo(": alive\n\n");
    }

    @Test
    void an_event_is_one_line() {
        assertThatThrownBy(() -> feed.happened("a", "{\n}")).isInstanceOf(IllegalArgumentException.class);
    }
}
