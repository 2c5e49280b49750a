package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisAddressTest {

    @Test
    void a_url_with_everything_is_read() {
        assertThat(RedisAddress.parse("rediss://me:p%40ss%3Aw%2Ford@example.org:7000/3"))
                .isEqualTo(
                        new RedisAddress(true, "example.org", 7000, 3, Optional.of("me"), Optional.of("p@ss:w/ord")));
    }

    @Test
    void a_short_url_means_the_usual_port_and_the_first_database() {
        assertThat(RedisAddress.parse("redis://localhost"))
                .isEqualTo(new RedisAddress(false, "localhost", 6379, 0, Optional.empty(), Optional.empty()));
        assertThat(RedisAddress.parse("redis://:secret@h/").password()).contains("secret");
        assertThat(RedisAddress.parse("redis://:a+b%25@h/").password()).contains("a+b%");
    }

    @Test
    void nothing_shows_the_password() {
        RedisAddress address = RedisAddress.parse("redis://me:secret@h:1/2").withPassword("hidden");
        assertThat(address.password()).contains("hidden");
        assertThat(address).hasToString("redis://h:1/2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:6379",
                "http://h",
                "redis://",
                "redis://u:secret@",
                "redis://u:secret@h/x",
                "redis://u:secret@h:x",
                "redis://u:sec ret@h",
                "redis://u:secret@h?timeout=3",
                "redis://u:secret@h/123456"
            })
    void anything_else_is_refused_without_repeating_the_password(String url) {
        assertThatThrownBy(() -> RedisAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redis://[user:password@]host")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("sec ret");
    }
}
