package org.virnucpro.coordinator.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.coordinator.plan.CostModel;

final class CostFileTest {

    private static final DeviceCosts L4 = costs("NVIDIA L4", 1e-5, OptionalDouble.of(0.0874));
    private static final DeviceCosts H200 = costs("NVIDIA H200", 1e-6, OptionalDouble.empty());

    @TempDir
    private Path folder;

    @Test
    void what_was_saved_is_read_again_also_by_another_process() {
        file("a/b/costs.json").save(List.of(L4, H200));
        assertThat(file("a/b/costs.json").read()).containsExactlyInAnyOrder(L4, H200);
    }

    @Test
    void other_devices_stay_when_one_is_learned_anew() {
        file("costs.json").save(List.of(L4, H200));
        DeviceCosts again = costs("NVIDIA L4", 2e-5, OptionalDouble.of(0.1));
        file("costs.json").save(List.of(again));
        assertThat(file("costs.json").read()).containsExactlyInAnyOrder(again, H200);
    }

    @Test
    void without_a_file_nothing_is_known() {
        assertThat(file("none.json").read()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"schema\":1}",
                "{\"schema\":1,\"devices\":[{}]}",
                "{\"schema\":1,\"devices\":[{\"engine\":\"cuda\",\"device\":\"d\",\"models\":\"m\",\"tasks\":1,\"tested\":0,"
                        + "\"seconds_per_residue\":-1,\"seconds_per_residue_square\":0,\"seconds_per_frame_base\":0,"
                        + "\"seconds_per_task\":0}]}",
            })
    void a_damaged_file_is_as_good_as_none_and_the_next_run_replaces_it(String content) throws IOException {
        Files.writeString(folder.resolve("costs.json"), content);
        assertThat(file("costs.json").read()).isEmpty();
        file("costs.json").save(List.of(L4));
        assertThat(file("costs.json").read()).containsExactly(L4);
    }

    @Test
    void a_file_of_a_later_version_is_not_used_and_not_overwritten() throws IOException {
        String later = "{\"schema\":2,\"devices\":[]}";
        Files.writeString(folder.resolve("costs.json"), later);
        assertThat(file("costs.json").read()).isEmpty();
        file("costs.json").save(List.of(L4));
        assertThat(folder.resolve("costs.json")).hasContent(later);
    }

    @Test
    void a_place_that_cannot_be_written_costs_no_run() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        file("file/costs.json").save(List.of(L4));
        assertThat(folder.resolve("file")).isEmptyFile();
    }

    private CostFile file(String name) {
        return new CostFile(folder.resolve(name));
    }

    private static DeviceCosts costs(String device, double perResidue, OptionalDouble error) {
        return new DeviceCosts(
                new DeviceKind("cuda", device, "digest"), new CostModel(perResidue, 1e-9, 2e-7, 0.01), 120, error, 110);
    }
}
