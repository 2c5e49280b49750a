package org.virnucpro.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.common.redis.InterleavedRun.Story;
import org.virnucpro.common.testkit.RedisExtension;
import org.virnucpro.common.testkit.TestRedis;

/**
 * Every interleaving of two workers, two tasks, a reaper, one failure, and one call that arrives twice, over the real
 * scripts; and the same with a rule taken out of a script, which must not go unnoticed.
 */
@ExtendWith(RedisExtension.class)
final class QueueInterleavingsRedisTest {

    @Test
    void no_interleaving_breaks_an_invariant_or_gets_stuck(TestRedis redis, TestReporter reporter) {
        Interleavings all = new Interleavings(Story.TWO_TASKS, redis, RedisScript::source);
        reporter.publishEntry("interleavings", all.states() + " states, " + all.moves() + " moves");
        assertThat(all.states()).isGreaterThan(1000);
        assertThat(all.stuck()).as("states that never come to an end").isEmpty();
    }

    @Test
    void no_interleaving_around_a_dead_task_does_either(TestRedis redis, TestReporter reporter) {
        Interleavings all = new Interleavings(Story.DEAD_TASK, redis, RedisScript::source);
        reporter.publishEntry("interleavings", all.states() + " states, " + all.moves() + " moves");
        assertThat(all.states()).isGreaterThan(300);
        assertThat(all.stuck()).as("states that never come to an end").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "COMPLETE  | if int(tokenOf(id)) ~= token then return { 'FENCED' } end |",
                "COMPLETE  | if status ~= LEASED or holder ~= worker then return { 'FENCED' } end |",
                "COMPLETE  | if status == DONE then return { 'DUPLICATE' } end | if status == DONE then return { 'RECORDED' } end",
                "FAIL      | if int(tokenOf(id)) ~= token then return { 'FENCED' } end |",
                "TAKE      | call('ZADD', DEADLINES, deadline, id) |",
                "TAKE      | return grant(element, id, cost, origin, owner) | return { 'EMPTY', '0' }",
                "TAKE      | if held then | if false then",
                "SPLIT     | if statusOf(parent) == SPLIT then return { 'SPLIT', '0' } end | if false then return 0 end",
                "SPLIT     | setStatus(parent, SPLIT) |",
                "RETRY     | call('LREM', DEAD, 1, entry) == 1 | true",
                "TAKE      | tokenOf(id) + 1, us | 1, tokenOf(id)"
            })
    void a_rule_taken_out_of_a_script_is_missed(RedisScript script, String rule, String instead, TestRedis redis) {
        Story story = script == RedisScript.SPLIT || script == RedisScript.RETRY ? Story.DEAD_TASK : Story.TWO_TASKS;
        String text = script.source();
        assertThat(text).contains(rule);
        String without = text.replace(rule, instead == null ? "" : instead);
        assertThatThrownBy(() -> {
                    Interleavings all =
                            new Interleavings(story, redis, asked -> asked == script ? without : asked.source());
                    assertThat(all.stuck()).isEmpty();
                })
                .isInstanceOf(AssertionError.class);
    }
}
