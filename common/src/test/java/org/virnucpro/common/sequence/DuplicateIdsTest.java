package org.virnucpro.common.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DuplicateIdsTest {

    @Test
    void only_ids_that_come_again_were_seen_before() {
        DuplicateIds ids = new DuplicateIds();
        assertThat(IntStream.range(0, 200_000).filter(i -> ids.seenBefore("contig_" + i)))
                .isEmpty();
        assertThat(IntStream.range(0, 200_000).filter(i -> !ids.seenBefore("contig_" + i)))
                .isEmpty();
        assertThat(ids.seenBefore("")).isFalse();
        assertThat(ids.seenBefore("")).isTrue();
    }

    @Test
    void only_the_first_million_ids_are_remembered() {
        DuplicateIds ids = new DuplicateIds();
        boolean again = false;
        for (int i = 0; i < DuplicateIds.MOST; i++) {
            again |= ids.seenBefore("contig_" + i);
        }
        assertThat(again).isFalse();
        assertThat(ids.seenBefore("later")).isFalse();
        assertThat(ids.seenBefore("later")).isFalse();
        assertThat(ids.seenBefore("contig_7")).isTrue();
    }
}
