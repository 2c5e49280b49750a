package org.virnucpro.common.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class GpuChoiceTest {

    private static final Gpu A = gpu(0, "GPU-aaaa1111");
    private static final Gpu B = gpu(1, "GPU-bbbb2222");
    private static final Gpu C = gpu(2, "GPU-bbbb3333");
    private static final List<Gpu> HOST = List.of(A, B, C);

    @Test
    void all_numbers_uuids_and_their_beginnings_name_cards() {
        GpuChoice choice = GpuChoice.among(HOST, Map.of());
        assertThat(choice.several(List.of("all"))).containsExactly(A, B, C);
        assertThat(choice.several(List.of("2", " 0"))).containsExactly(C, A);
        assertThat(choice.several(List.of("GPU-bbbb2222", "GPU-aa"))).containsExactly(B, A);
    }

    @Test
    void what_names_no_card_or_several_or_one_twice_is_refused_with_those_that_are_there() {
        GpuChoice choice = GpuChoice.among(HOST, Map.of());
        for (String wrong : List.of("3", "GPU-cccc", "GPU-", "", "-1", "all", "999999999999")) {
            assertThatThrownBy(() -> choice.one(wrong))
                    .isInstanceOf(GpuException.class)
                    .hasMessageContaining("'" + wrong + "': there is none")
                    .hasMessageContaining("1: GPU-bbbb2222 (H200)");
        }
        assertThatThrownBy(() -> choice.one("GPU-bbbb")).hasMessageContaining("several begin like that");
        assertThatThrownBy(() -> choice.several(List.of("0", "GPU-aaaa1111"))).hasMessageContaining("named twice");
    }

    @Test
    void only_cards_that_the_scheduler_left_visible_can_be_chosen_and_numbers_count_among_them() {
        GpuChoice slurm = GpuChoice.among(HOST, Map.of(GpuChoice.VISIBLE, "2,GPU-aaaa"));
        assertThat(slurm.visible()).containsExactly(C, A);
        assertThat(slurm.one("0")).isEqualTo(C);
        assertThatThrownBy(() -> slurm.one("GPU-bbbb2222")).hasMessageContaining("there is none");
    }

    @Test
    void an_entry_that_names_no_card_ends_the_visible_ones_as_in_cuda() {
        assertThat(visible("1,-1,0")).containsExactly(B);
        assertThat(visible("1,1,0")).containsExactly(B);
        assertThat(visible("")).isEmpty();
        assertThat(visible("NoDevFiles")).isEmpty();
        assertThatThrownBy(() ->
                        GpuChoice.among(HOST, Map.of(GpuChoice.VISIBLE, "")).several(List.of("all")))
                .isInstanceOf(GpuException.class)
                .hasMessageContaining("no GPU is visible here");
    }

    @Test
    void where_cards_cannot_be_listed_a_whole_uuid_is_believed_and_nothing_else() {
        GpuChoice blind = GpuChoice.unlisted(new GpuException("no driver"));
        assertThat(blind.several(List.of("GPU-1", "MIG-2")))
                .extracting(Gpu::uuid)
                .containsExactly("GPU-1", "MIG-2");
        for (String unknown : List.of("0", "all", "card")) {
            assertThatThrownBy(() -> blind.several(List.of(unknown))).hasMessage("no driver");
        }
        assertThatThrownBy(() -> blind.several(List.of("GPU-1", "GPU-1"))).hasMessageContaining("named twice");
    }

    @Test
    void the_only_card_need_not_be_named_and_one_of_several_must() {
        assertThat(GpuChoice.among(HOST, Map.of(GpuChoice.VISIBLE, "1")).only()).isEqualTo(B);
        assertThatThrownBy(() -> GpuChoice.among(HOST, Map.of()).only()).hasMessageContaining("must be named");
        assertThatThrownBy(() -> GpuChoice.among(List.of(), Map.of()).only()).hasMessageContaining("no GPU is visible");
    }

    private static List<Gpu> visible(String list) {
        return GpuChoice.among(HOST, Map.of(GpuChoice.VISIBLE, list)).visible();
    }

    private static Gpu gpu(int index, String uuid) {
        return new Gpu(index, uuid, "H200", OptionalLong.empty(), OptionalInt.empty());
    }
}
