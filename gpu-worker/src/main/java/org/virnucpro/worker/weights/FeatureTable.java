package org.virnucpro.worker.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.virnucpro.worker.weights.FeatureRows.Kind;

/** What the pickle of one of VirNucPro's feature files holds. Keys that it may also have are passed over. */
final class FeatureTable {

    private static final long MAX_VALUES = Integer.MAX_VALUE - 8;
    /** Of half precision. */
    private static final int LEAST_BYTES_OF_NUMBER = 2;

    private final String file;
    private final long fileBytes;
    private final Function<TorchStorage, StorageLocation> locations;

    FeatureTable(String file, long fileBytes, Function<TorchStorage, StorageLocation> locations) {
        this.file = file;
        this.fileBytes = fileBytes;
        this.locations = locations;
    }

    /** @throws WeightsException when it is none of the three kinds, or its rows do not fit its ids */
    FeatureRows rows(Object root) {
        if (root instanceof Map<?, ?> map) {
            if (map.get("ids") instanceof List<?> ids && map.get("data") instanceof TorchTensor data) {
                return merged(ids(ids), tensor(data, "data"));
            }
            if (map.get("nucleotide") instanceof List<?> ids && map.get("data") instanceof List<?> data) {
                return stacked(Kind.DNABERT, ids(ids), data);
            }
            if (map.get("proteins") instanceof List<?> ids && map.get("data") instanceof List<?> data) {
                return stacked(Kind.ESM2, ids(ids), data);
            }
        }
        throw new WeightsException(file + ": not a feature file of VirNucPro: it has neither 'ids', 'nucleotide' nor"
                + " 'proteins' with 'data'");
    }

    private FeatureRows merged(List<String> ids, FloatTensor data) {
        if (data.shape().length != 2) {
            throw new WeightsException(file + ": 'data' has " + data.shape().length + " dimensions; expected 2");
        }
        if (data.shape()[0] != ids.size()) {
            throw new WeightsException(file + ": " + ids.size() + " ids but " + data.shape()[0]
                    + " rows: VirNucPro left out rows, and which ids they belong to is lost; classify the"
                    + " DNABERT_S.pt and ESM.pt files that it was made of instead");
        }
        return new FeatureRows(Kind.MERGED, ids, data.shape()[1], data.values());
    }

    private FeatureRows stacked(Kind kind, List<String> ids, List<?> data) {
        if (data.size() != ids.size()) {
            throw new WeightsException(file + ": " + ids.size() + " ids but " + data.size() + " rows");
        }
        float[] values = new float[0];
        int columns = 0;
        for (int row = 0; row < ids.size(); row++) {
            float[] numbers = row(kind, ids.get(row), data.get(row));
            if (row == 0) {
                columns = numbers.length;
                if ((long) columns * ids.size() > MAX_VALUES) {
                    throw new WeightsException(file + ": more than " + MAX_VALUES + " numbers");
                }
                if ((long) columns * ids.size() * LEAST_BYTES_OF_NUMBER > fileBytes) {
                    throw new WeightsException(file + ": refused: its " + ids.size() + " rows of " + columns
                            + " numbers share their numbers; VirNucPro writes each row by itself");
                }
                values = new float[columns * ids.size()];
            }
            if (numbers.length != columns) {
                throw new WeightsException(file + ": the row of " + ids.get(row) + " has " + numbers.length
                        + " numbers, those before it " + columns);
            }
            System.arraycopy(numbers, 0, values, row * columns, columns);
        }
        return new FeatureRows(kind, ids, columns, values);
    }

    private float[] row(Kind kind, String id, @Nullable Object entry) {
        if (kind == Kind.ESM2 && entry instanceof TorchTensor tensor && tensor.shape().length == 1) {
            return tensor(tensor, "data of " + id).values();
        }
        if (kind == Kind.DNABERT
                && entry instanceof Map<?, ?> map
                && map.get("mean_representation") instanceof List<?> numbers
                && id.equals(map.get("label"))) {
            float[] values = new float[numbers.size()];
            for (int i = 0; i < values.length; i++) {
                if (!(numbers.get(i) instanceof Double number)) {
                    throw new WeightsException(file + ": the row of " + id + " holds what is no number");
                }
                values[i] = number.floatValue();
            }
            return values;
        }
        throw new WeightsException(file + ": damaged: no row for " + id + " where its turn is");
    }

    private FloatTensor tensor(TorchTensor tensor, String name) {
        return locations.apply(tensor.storage()).tensor(tensor).read(file + ": " + name);
    }

    private List<String> ids(List<?> list) {
        List<String> ids = new ArrayList<>(list.size());
        for (Object id : list) {
            if (!(id instanceof String text)) {
                throw new WeightsException(file + ": damaged: an id that is no text");
            }
            ids.add(text);
        }
        return ids;
    }
}
