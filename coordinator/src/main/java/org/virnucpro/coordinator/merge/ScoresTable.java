package org.virnucpro.coordinator.merge;

import org.virnucpro.common.sequence.FastaRecord;

/**
 * The format of {@code <stem>_scores.tsv} and {@code <stem>_virus_summary.tsv}: TAB separated, LF, UTF-8, {@code NA} for
 * what is missing; one line per record.
 */
final class ScoresTable {
    /** First line, with its line end. */
    static final String HEADER =
            "seq_name\tlength\tvirus_score\tprediction\tn_chunks\tn_chunks_virus\tbest_frame\tbest_chunk\tstatus\n";

    private static final String MISSING = "NA";

    private ScoresTable() {}

    /** One line with its line end. */
    static String line(RecordAnswer answer) {
        String size = answer.record() instanceof FastaRecord usable
                ? Integer.toString(usable.bases().length())
                : MISSING;
        String chunks = answer.record() instanceof FastaRecord ? Integer.toString(answer.chunks()) : MISSING;
        String scores = answer.score()
                .map(score -> score.virusScoreText() + "\t" + score.prediction().text() + "\t" + chunks + "\t"
                        + score.virusChunks() + "\t" + score.bestFrame() + "\t" + score.bestChunk())
                .orElse(String.join("\t", MISSING, MISSING, chunks, MISSING, MISSING, MISSING));
        return String.join("\t", answer.record().id(), size, scores, answer.status()) + "\n";
    }
}
