package org.virnucpro.worker.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** A safetensors file: a 64-bit little-endian header length, the JSON header, the data block. */
final class SafetensorsFormat {

    private static final int LENGTH_BYTES = 8;

    private SafetensorsFormat() {}

    /**
     * Finds the tensors; their numbers are read later. Takes over {@code channel} when it succeeds.
     *
     * @throws WeightsException when the file is damaged or truncated
     */
    static CheckpointFile open(String file, FileChannel channel) throws IOException {
        StorageBytes bytes = StorageBytes.of(channel);
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new WeightsException(file + ": " + size + " bytes are too few for a safetensors file");
        }
        byte[] prefix = new byte[LENGTH_BYTES];
        bytes.read(0, prefix, LENGTH_BYTES);
        long headerBytes =
                ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (headerBytes < 0 || headerBytes > SafetensorsHeader.MAX_BYTES || headerBytes > size - LENGTH_BYTES) {
            throw new WeightsException(file + ": damaged safetensors file: header of "
                    + Long.toUnsignedString(headerBytes) + " bytes in a file of " + size + " bytes (limit "
                    + SafetensorsHeader.MAX_BYTES + "); fetch it again");
        }
        byte[] json = new byte[(int) headerBytes];
        bytes.read(LENGTH_BYTES, json, json.length);
        long data = LENGTH_BYTES + headerBytes;
        NamedTensors tensors = new NamedTensors(file);
        SafetensorsHeader.parse(json, size - data, file)
                .entries()
                .forEach((name, entry) -> tensors.add(
                        name, StoredTensor.rowMajor(bytes, data + entry.begin(), entry.type(), entry.shape())));
        return new CheckpointFile(file, tensors, channel, null);
    }
}
