package org.virnucpro.worker.engine.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.worker.engine.EmbeddingMatrix;
import org.virnucpro.worker.engine.process.ChildException.Fault;

/** Checks of an answer to {@code embed}. */
final class EmbeddingHeader {

    private static final int SHOWN_LETTERS = 20;

    private EmbeddingHeader() {}

    /** @throws ChildException when the answer is an error, or not of the size that was asked for */
    static void check(JsonNode answer, long id, List<String> sequences, int width) {
        long answered = answer.path("id").asLong(-1);
        if (answer.path("type").asText().equals("error")) {
            throw error(answer, sequences);
        }
        ChildProcess.expect("embeddings", answer);
        if (answered != id) {
            throw broken("answered request " + answered + " where request " + id + " was asked");
        }
        long rows = answer.path("rows").asLong(-1);
        long columns = answer.path("columns").asLong(-1);
        if (rows != sequences.size()) {
            throw broken("gave " + rows + " rows for " + sequences.size() + " sequences");
        }
        if (columns != width) {
            throw broken("gave embeddings of width " + columns + ", but said at its start that they have " + width);
        }
    }

    /** @throws ChildException naming the first sequence whose embedding holds NaN or infinity */
    static void checkNumbers(EmbeddingMatrix rows, ModelPart part, List<String> sequences) {
        for (int row = 0; row < rows.rows(); row++) {
            for (int column = 0; column < rows.columns(); column++) {
                if (!Float.isFinite(rows.at(row, column))) {
                    throw new ChildException(
                            Fault.BATCH,
                            "gave " + rows.at(row, column) + " in column " + column + " of the " + part.folder()
                                    + " embedding of " + named(sequences, row));
                }
            }
        }
    }

    private static ChildException error(JsonNode answer, List<String> sequences) {
        String message = answer.path("message").asText("no reason given");
        int sequence = answer.path("sequence").asInt(-1);
        return sequence >= 0 && sequence < sequences.size()
                ? new ChildException(Fault.SEQUENCE, "cannot embed " + named(sequences, sequence) + ": " + message)
                : new ChildException(Fault.BATCH, "cannot embed a batch: " + message);
    }

    private static String named(List<String> sequences, int index) {
        String letters = sequences.get(index);
        String shown = letters.length() <= SHOWN_LETTERS ? letters : letters.substring(0, SHOWN_LETTERS) + "...";
        return "sequence " + (index + 1) + " of " + sequences.size() + " (" + letters.length() + " letters: " + shown
                + ")";
    }

    private static ChildException broken(String problem) {
        return new ChildException(Fault.PROGRAM, problem);
    }
}
