package org.virnucpro.common.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OpenFrameFinderTest {

    /** Rich in G and C, so that frames stay open; whitespace and {@code >}, so that chunks are read back changed. */
    private static final List<String> ALPHABETS =
            List.of("ACGT", "GCGCGCGCAT", "GCgcACgt", "GCGCGCANRY-*U", "GCGCGCGCA\t", "GCGCGC>A\u000b\f\u001c\u001f");

    static List<String> alphabets() {
        return ALPHABETS;
    }

    @ParameterizedTest
    @MethodSource("alphabets")
    void random_records_give_what_the_naive_implementation_gives(String alphabet) throws IOException {
        int total = 0;
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            int chunkSize = random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 40 + random.nextInt(300);
            String input = randomInput(random, alphabet);
            String chunkedFile = NaivePipeline.chunkedFile(input, chunkSize);
            List<String> expected = NaivePipeline.openFrames(chunkedFile);
            assertThat(chunkedFile(input, chunkSize)).as("seed %d", seed).isEqualTo(chunkedFile);
            assertThat(openFrames(input, chunkSize)).as("seed %d", seed).isEqualTo(expected);
            total += expected.size();
        }
        assertThat(total).isGreaterThan(500);
    }

    @Test
    void counts_are_those_of_the_frames_that_are_built() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            OpenFrameFinder finder = new OpenFrameFinder(20 + random.nextInt(100));
            String input = randomInput(random, ALPHABETS.get(seed % ALPHABETS.size()));
            for (FastaRecord record : FastaEntries.usable(FastaEntries.of(input))) {
                List<OpenFrame> frames = finder.openFrames(record).toList();
                OpenFrameCounts expected = new OpenFrameCounts(
                        frames.size(),
                        frames.stream()
                                .mapToLong(frame -> frame.protein().length())
                                .sum(),
                        frames.stream()
                                .mapToLong(frame -> (long) frame.protein().length()
                                        * frame.protein().length())
                                .sum(),
                        frames.stream()
                                .mapToLong(frame -> frame.nucleotides().length())
                                .sum());
                assertThat(finder.count(record)).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }

    @Test
    void ranges_of_chunks_give_the_frames_of_the_whole_record() throws IOException {
        OpenFrameFinder finder = new OpenFrameFinder(50);
        String input = ">long\n" + "GCAGCCGGA".repeat(100) + "\n";
        FastaRecord record = FastaEntries.usable(FastaEntries.of(input)).get(0);
        List<OpenFrame> parts = new ArrayList<>();
        OpenFrameCounts counts = OpenFrameCounts.NONE;
        int chunks = finder.chunker().count(record);
        for (int first = 0; first < chunks; first += 5) {
            int end = Math.min(first + 5, chunks);
            finder.openFrames(record, first, end).forEach(parts::add);
            counts = counts.plus(finder.count(record, first, end));
        }
        assertThat(parts).isEqualTo(finder.openFrames(record).toList()).hasSizeGreaterThan(50);
        assertThat(counts).isEqualTo(finder.count(record));
    }

    @Test
    void nucleotides_go_one_base_beyond_the_codons_where_there_is_one() {
        List<OpenFrame> frames = new OpenFrameFinder(10).openFrames(new Chunk("c", Bases.of("GCAGCCGGAg")));
        assertThat(frames.get(0)).isEqualTo(new OpenFrame("c", ReadingFrame.F1, "GCAGCCGGAG", "AAG"));
        assertThat(frames.get(1).nucleotides()).isEqualTo("CAGCCGGAG");
        assertThat(frames.get(1).id()).isEqualTo("cF2");
    }

    @Test
    void codon_with_an_ambiguous_base_is_dropped_and_shortens_both() {
        List<OpenFrame> frames = new OpenFrameFinder(12).openFrames(new Chunk("c", Bases.of("GCANCCGGAGCA")));
        assertThat(frames.get(0)).isEqualTo(new OpenFrame("c", ReadingFrame.F1, "GCANCCGGAG", "AGA"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AC", "NNNNNNNN", "----"})
    void frame_without_a_residue_is_not_emitted(String bases) {
        assertThat(new OpenFrameFinder(10).openFrames(new Chunk("c", Bases.of(bases))))
                .isEmpty();
    }

    private static List<String> openFrames(String input, int chunkSize) throws IOException {
        OpenFrameFinder finder = new OpenFrameFinder(chunkSize);
        return FastaEntries.usable(FastaEntries.of(input)).stream()
                .flatMap(finder::openFrames)
                .map(frame -> frame.id() + " " + frame.nucleotides() + " " + frame.protein())
                .toList();
    }

    private static String chunkedFile(String input, int chunkSize) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        FastaWriter writer = new FastaWriter(file);
        Chunker chunker = new Chunker(chunkSize);
        for (FastaRecord record : FastaEntries.usable(FastaEntries.of(input))) {
            for (Chunk chunk : chunker.chunks(record).toList()) {
                writer.writeWrapped(chunk.id(), chunk.bases());
            }
        }
        return file.toString(StandardCharsets.UTF_8);
    }

    private static String randomInput(Random random, String alphabet) {
        StringBuilder input = new StringBuilder();
        int records = 1 + random.nextInt(3);
        for (int i = 0; i < records; i++) {
            input.append(">r").append(i).append(" description\nG");
            int length = random.nextInt(400);
            for (int base = 0; base < length; base++) {
                input.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            input.append("G\n");
        }
        return input.toString();
    }
}
