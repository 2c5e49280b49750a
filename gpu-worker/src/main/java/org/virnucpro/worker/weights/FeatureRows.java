package org.virnucpro.worker.weights;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Features with the ids that they belong to.
 *
 * @param kind which features
 * @param ids one per row
 * @param columns features per row
 * @param values float32 [ids.size(), columns], row-major
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed
public record FeatureRows(Kind kind, List<String> ids, int columns, float[] values) {

    /** Which of VirNucPro's three files. */
    public enum Kind {
        /** {@code output_N_DNABERT_S.pt}. */
        DNABERT,
        /** {@code output_N_ESM.pt}. */
        ESM2,
        /** {@code output_N_merged.pt}: the row of the first, then the row of the second. */
        MERGED
    }

    /**
     * Puts rows with the same id side by side, as VirNucPro does: in the order of {@code dnabert}; of several rows with one
     * id the last counts; an id without a row in {@code esm2} is left out.
     */
    public static FeatureRows merge(FeatureRows dnabert, FeatureRows esm2) {
        Map<String, Integer> left = dnabert.lastRows();
        Map<String, Integer> right = esm2.lastRows();
        List<String> ids = dnabert.ids.stream().filter(right::containsKey).toList();
        int columns = dnabert.columns + esm2.columns;
        float[] values = new float[Math.multiplyExact(ids.size(), columns)];
        for (int row = 0; row < ids.size(); row++) {
            copy(dnabert, left.getOrDefault(ids.get(row), 0), values, row * columns);
            copy(esm2, right.getOrDefault(ids.get(row), 0), values, row * columns + dnabert.columns);
        }
        return new FeatureRows(Kind.MERGED, ids, columns, values);
    }

    private Map<String, Integer> lastRows() {
        Map<String, Integer> rows = new HashMap<>();
        for (int row = 0; row < ids.size(); row++) {
            rows.put(ids.get(row), row);
        }
        return rows;
    }

    private static void copy(FeatureRows from, int row, float[] into, int at) {
        System.arraycopy(from.values, row * from.columns, into, at, from.columns);
    }
}
