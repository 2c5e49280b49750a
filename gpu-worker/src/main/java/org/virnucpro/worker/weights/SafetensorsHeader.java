package org.virnucpro.worker.weights;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON header of a safetensors file, checked against the size of the data block: known types, shapes that give the
 * size of the byte range, no gap, no overlap, nothing behind the last tensor.
 *
 * @param entries where each tensor lies, by name
 * @see <a href="https://huggingface.co/docs/safetensors/index#format">the format</a>
 */
record SafetensorsHeader(Map<String, Entry> entries) {

    /** The limit of the reference implementation. */
    static final int MAX_BYTES = 100_000_000;

    private static final String METADATA = "__metadata__";

    private static final ObjectReader ENTRY = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build()
            .readerFor(JsonEntry.class);

    /**
     * @param shape the dimensions, outermost first
     * @param begin offset of the first byte in the data block
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared or hashed
    record Entry(ElementType type, long[] shape, long begin, long end) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared or hashed
    private record JsonEntry(
            @Nullable String dtype,
            long @Nullable [] shape,
            @JsonProperty("data_offsets") long @Nullable [] offsets) {}

    /** @param dataBytes size of the data block behind the header */
    static SafetensorsHeader parse(byte[] json, long dataBytes, String file) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (JsonParser parser = ENTRY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw damaged(file, "it is not a JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals(METADATA)) {
                    parser.skipChildren();
                } else if (value == JsonToken.START_OBJECT) {
                    entries.put(name, entry(ENTRY.readValue(parser), file, name));
                } else {
                    throw damaged(file, "tensor '" + name + "' is not described by an object");
                }
            }
            if (parser.nextToken() != null) {
                throw damaged(file, "something follows the JSON object");
            }
        } catch (IOException e) {
            throw new WeightsException(file + ": damaged safetensors header: " + e.getMessage(), e);
        }
        checkLayout(entries, dataBytes, file);
        return new SafetensorsHeader(entries);
    }

    private static Entry entry(JsonEntry json, String file, String name) {
        String label = "tensor '" + name + "'";
        if (json.dtype == null || json.shape == null || json.offsets == null || json.offsets.length != 2) {
            throw damaged(file, label + " needs dtype, shape and two data_offsets");
        }
        String dtype = json.dtype;
        ElementType type = ElementType.named(dtype)
                .orElseThrow(() -> new WeightsException(
                        file + ": " + label + " is of the unknown type " + dtype + "; save it as F32, F16 or BF16"));
        long begin = json.offsets[0];
        long end = json.offsets[1];
        if (begin < 0 || end < begin) {
            throw damaged(file, label + " has data_offsets [" + begin + ", " + end + "]");
        }
        long bytes = bytes(json.shape, type);
        if (bytes != end - begin) {
            throw damaged(
                    file,
                    label + " has a shape of " + (bytes < 0 ? "impossible size" : bytes + " bytes")
                            + " and data_offsets of " + (end - begin) + " bytes");
        }
        return new Entry(type, json.shape, begin, end);
    }

    /** Size of a tensor; -1 when a dimension is negative or the product is beyond 63 bits. */
    private static long bytes(long[] shape, ElementType type) {
        long bytes = type.bytes();
        try {
            for (long dimension : shape) {
                if (dimension < 0 || dimension > Integer.MAX_VALUE) {
                    return -1;
                }
                bytes = Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException e) {
            return -1;
        }
        return bytes;
    }

    private static void checkLayout(Map<String, Entry> entries, long dataBytes, String file) {
        List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(entries.entrySet());
        inOrder.sort(Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin)
                .thenComparingLong(e -> e.getValue().end));
        long expected = 0;
        for (Map.Entry<String, Entry> tensor : inOrder) {
            if (tensor.getValue().begin != expected) {
                throw damaged(
                        file,
                        "tensor '" + tensor.getKey() + "' begins at byte " + tensor.getValue().begin
                                + " of the data, expected " + expected + " (a gap or an overlap)");
            }
            expected = tensor.getValue().end;
        }
        if (expected != dataBytes) {
            throw damaged(
                    file,
                    "its tensors need " + expected + " bytes but the file holds " + dataBytes
                            + " (truncated? fetch it again)");
        }
    }

    private static WeightsException damaged(String file, String why) {
        return new WeightsException(file + ": damaged safetensors file: " + why);
    }
}
