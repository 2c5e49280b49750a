package org.virnucpro.worker.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes PyTorch files by hand: every pickle is a string of opcodes, one character per byte. */
final class TorchFiles {

    static final String FLOATS = "ctorch\nFloatStorage\n";
    static final String REBUILD = "ctorch._utils\n_rebuild_tensor_v2\n";

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private int method = ZipEntry.STORED;

    static TorchFiles withPickle(String pickle) {
        return new TorchFiles().entry("data.pkl", pickle.getBytes(ISO_8859_1));
    }

    TorchFiles entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    TorchFiles compressed() {
        method = ZipEntry.DEFLATED;
        return this;
    }

    /** Float storage {@code key} that counts 0, 1, 2, ... */
    TorchFiles counting(String key, int numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < numbers; i++) {
            bytes.putFloat(i);
        }
        return entry("data/" + key, bytes.array());
    }

    Path write(Path file) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(entry.getValue());
                ZipEntry header = new ZipEntry("any/" + entry.getKey());
                header.setMethod(method);
                header.setSize(entry.getValue().length);
                header.setCrc(crc.getValue());
                zip.putNextEntry(header);
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    /** A state dict with the one tensor {@code a}. */
    static String stateDict(String tensor) {
        return "\u0080\u0002}" + text("a") + tensor + "s.";
    }

    /** A call of {@code _rebuild_tensor_v2} over float storage {@code key}. */
    static String tensor(String key, int numbers, int offset, String shape, String strides) {
        return tensor(FLOATS, key, numbers, offset, shape, strides);
    }

    static String tensor(String type, String key, int numbers, int offset, String shape, String strides) {
        String id = "(" + text("storage") + type + text(key) + text("cuda:0") + integer(numbers) + "tQ";
        return REBUILD + "(" + id + integer(offset) + shape + strides + "\u0089}tR";
    }

    static String tuple(int... values) {
        StringBuilder tuple = new StringBuilder("(");
        for (int value : values) {
            tuple.append(integer(value));
        }
        return tuple.append('t').toString();
    }

    static String integer(int value) {
        return "J" + little(value);
    }

    static String text(String value) {
        return "X" + little(value.length()) + value;
    }

    private static String little(int value) {
        return new String(
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(value)
                        .array(),
                ISO_8859_1);
    }
}
