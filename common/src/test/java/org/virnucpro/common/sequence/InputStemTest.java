package org.virnucpro.common.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InputStemTest {

    @ParameterizedTest
    @CsvSource({
        "dir.fa/x.fasta, x",
        "x.fa.gz, x",
        "x.fa.bgz, x",
        "x.fna.bz2, x",
        "x.fa.xz, x",
        "x.fa.ZST, x",
        "x.gz.fa, x.gz",
        "sample.v1.fa, sample.v1",
        "x, x",
        "x.gz, x",
        ".fa, .fa",
        ".gz, .gz",
        "-, stdin",
        "./-, -",
        "/dev/fd/63, 63"
    })
    void stem_is_the_name_without_compression_and_extension(String input, String stem) {
        assertThat(InputStem.of(input)).isEqualTo(stem);
    }

    @Test
    void root_folder_has_no_stem() {
        assertThatThrownBy(() -> InputStem.of("/")).isInstanceOf(IllegalArgumentException.class);
    }
}
