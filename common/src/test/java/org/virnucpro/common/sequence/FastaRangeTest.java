package org.virnucpro.common.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnucpro.common.compression.Compression;
import org.virnucpro.common.compression.Packed;
import org.virnucpro.common.testkit.RepositoryFiles;

/** A file read in ranges gives what it gives as a whole. */
final class FastaRangeTest {

    @TempDir
    Path folder;

    static Stream<Path> inputs() throws IOException {
        try (Stream<Path> cases = Files.list(RepositoryFiles.golden(""))) {
            return cases.map(golden -> golden.resolve("input.fa")).filter(Files::exists).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void ranges_cut_at_every_header_give_the_entries_of_the_whole(Path input) throws IOException {
        assertRangesGiveTheWhole(input, input);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void ranges_of_compressed_files_count_uncompressed_bytes(Compression format) throws IOException {
        for (Path input : inputs().toList()) {
            Path compressed = folder.resolve("input");
            Files.write(compressed, Packed.of(format, Files.readAllBytes(input), 5000));
            assertRangesGiveTheWhole(input, compressed);
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void open_frames_of_ranges_are_those_of_the_whole(Path input) throws IOException {
        OpenFrameFinder finder = new OpenFrameFinder(300);
        List<FastaEntry> whole = FastaEntries.of(input);
        List<OpenFrame> frames = new ArrayList<>();
        for (FastaEntry entry : whole) {
            ByteRange range = new ByteRange(entry.offset(), entry.end(), entry.line());
            FastaEntries.usable(FastaEntries.of(input, range))
                    .forEach(record -> finder.openFrames(record).forEach(frames::add));
        }
        List<OpenFrame> expected =
                FastaEntries.usable(whole).stream().flatMap(finder::openFrames).toList();
        assertThat(frames).isEqualTo(expected);
    }

    @Test
    void any_two_cuts_give_every_record_exactly_once() throws IOException {
        Path input = folder.resolve("x.fa");
        Files.writeString(input, "junk\r\n>a >b\r\nAC\rGT\r\n>c\n\n>d\r>e\n>>f\nA>A\n>g\nAC");
        List<FastaEntry> whole = FastaEntries.of(input);
        assertThat(whole).hasSize(6);
        int size = (int) Files.size(input);
        for (int first = 0; first <= size; first++) {
            for (int second = first; second <= size + 1; second++) {
                List<FastaEntry> parts = new ArrayList<>(FastaEntries.of(input, new ByteRange(0, first, 1)));
                parts.addAll(FastaEntries.of(input, new ByteRange(first, second, 1)));
                parts.addAll(FastaEntries.of(input, new ByteRange(second, Long.MAX_VALUE, 1)));
                assertThat(parts.stream().map(FastaEntry::offset))
                        .as("cut at %d and %d", first, second)
                        .isEqualTo(whole.stream().map(FastaEntry::offset).toList());
                assertThat(parts.stream().map(FastaEntry::end))
                        .isEqualTo(whole.stream().map(FastaEntry::end).toList());
            }
        }
    }

    @Test
    void last_record_of_a_range_is_read_to_its_end() throws IOException {
        Path input = folder.resolve("x.fa");
        Files.writeString(input, ">a\nACGT\nACGT\n>b\nA\n");
        assertThat(FastaEntries.of(input, new ByteRange(0, 1, 1)))
                .containsExactly(new FastaRecord("a", Bases.of("ACGTACGT"), 0, 13, 1));
    }

    @Test
    void message_of_a_range_names_the_line_of_the_file() throws IOException {
        Path input = folder.resolve("x.fa");
        Files.writeString(input, ">a\nAC\n>b\n>c\nA\u00e9\n");
        assertThat(FastaEntries.rejected(FastaEntries.of(input, new ByteRange(6, Long.MAX_VALUE, 3))))
                .extracting(RejectedRecord::message)
                .satisfiesExactly(
                        message -> assertThat(message).startsWith("line 3: "),
                        message -> assertThat(message).startsWith("line 5: "));
    }

    @Test
    void range_beyond_the_file_is_empty() throws IOException {
        Path input = folder.resolve("x.fa");
        Files.writeString(input, ">a\nAC\n");
        assertThat(FastaEntries.of(input, new ByteRange(100, 200, 1))).isEmpty();
        Path compressed = folder.resolve("x.fa.gz");
        Files.write(compressed, Packed.gzip(Files.readAllBytes(input), 100));
        assertThat(FastaEntries.of(compressed, new ByteRange(100, 200, 1))).isEmpty();
    }

    @Test
    void missing_file_is_told_apart() {
        assertThatThrownBy(() -> FastaReader.open(folder.resolve("none.fa"))).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BZh91AY&SY____", "\u00fd7zXZ\u0000____", "(\u00b5/\u00fd____", "\u001f\u008b________"})
    void file_that_only_begins_as_a_compressed_one_is_refused(String head) throws IOException {
        Path input = folder.resolve("x.fa");
        Files.write(input, head.getBytes(StandardCharsets.ISO_8859_1));
        for (ByteRange range : List.of(ByteRange.ALL, new ByteRange(5, 9, 1))) {
            assertThatThrownBy(() -> {
                        try (FastaReader reader = FastaReader.open(input, range)) {
                            reader.next();
                        }
                    })
                    .isInstanceOf(FastaException.class)
                    .hasMessageContaining("x.fa")
                    .hasMessageContaining("damaged");
        }
    }

    /** Mutated files end with entries or a declared error, never with another exception; the seed is in the message. */
    @Test
    void mutated_files_give_entries_or_a_declared_error() throws IOException {
        List<Path> inputs = inputs().toList();
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            byte[] content = Files.readAllBytes(inputs.get(random.nextInt(inputs.size())));
            if (random.nextInt(4) == 0) {
                content = Packed.gzip(content, 3000);
            }
            mutate(content, random);
            try {
                List<FastaEntry> entries = FastaEntries.of(content);
                OpenFrameFinder finder = new OpenFrameFinder(1 + random.nextInt(600));
                long frames = FastaEntries.usable(entries).stream()
                        .flatMap(finder::openFrames)
                        .count();
                assertThat(FastaEntries.usable(entries).stream()
                                .mapToLong(record -> finder.count(record).openFrames())
                                .sum())
                        .as("seed %d", seed)
                        .isEqualTo(frames);
            } catch (FastaException declared) {
                assertThat(declared).as("seed %d", seed).hasMessageContaining("test.fa");
            } catch (RuntimeException fault) {
                throw new AssertionError("seed " + seed, fault);
            }
        }
    }

    private static void mutate(byte[] content, Random random) {
        byte[] nasty = {
            '>', '\n', '\r', ' ', '\t', 0, 0x0b, 0x1f, (byte) 0x85, (byte) 0xc2, (byte) 0xe2, (byte) 0xff, 'N'
        };
        int changes = random.nextInt(30);
        for (int i = 0; i < changes && content.length > 0; i++) {
            content[random.nextInt(content.length)] = nasty[random.nextInt(nasty.length)];
        }
    }

    private static void assertRangesGiveTheWhole(Path input, Path read) throws IOException {
        List<FastaEntry> whole = FastaEntries.of(input);
        List<FastaEntry> parts = new ArrayList<>();
        long start = 0;
        long line = 1;
        for (FastaEntry entry : whole) {
            parts.addAll(FastaEntries.of(read, new ByteRange(start, entry.offset(), line)));
            start = entry.offset();
            line = entry.line();
        }
        parts.addAll(FastaEntries.of(read, new ByteRange(start, Long.MAX_VALUE, line)));
        assertThat(parts).isEqualTo(whole);
    }
}
