package org.virnucpro.common.cluster;

import java.util.Map;
import org.virnucpro.common.embedding.EmbeddingFormat;
import org.virnucpro.common.table.TableFormat;

/**
 * What a run writes beside its answers.
 *
 * @param tables whose form prediction_results.txt and its consensus have
 * @param embeddings the form in which the embeddings of all open frames are kept
 * @param modelDigests SHA-256 by model, for run.json
 */
public record ResultSettings(TableFormat tables, EmbeddingFormat embeddings, Map<String, String> modelDigests) {
    /** VirNucPro's own tables, nothing else. */
    public static final ResultSettings DEFAULT =
            new ResultSettings(TableFormat.VANILLA, EmbeddingFormat.NONE, Map.of());

    public ResultSettings {
        modelDigests = Map.copyOf(modelDigests);
    }
}
