package org.virnucpro.worker.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The kinds of checkpoint files, told apart by their first bytes. */
enum CheckpointFormat {
    SAFETENSORS,
    SHARD_INDEX,
    TORCH_ZIP,
    TORCH_LEGACY;

    private static final int PREFIX_BYTES = 64;
    private static final int PICKLE_PROTO = 0x80;

    /** @throws WeightsException when it is none of them */
    static CheckpointFormat of(String file, FileChannel channel) throws IOException {
        byte[] prefix = new byte[(int) Math.min(PREFIX_BYTES, channel.size())];
        StorageBytes.of(channel).read(0, prefix, prefix.length);
        String text = new String(prefix, ISO_8859_1);
        if (text.startsWith("PK\3\4")) {
            return TORCH_ZIP;
        }
        // A safetensors file begins with a length far below 2^32; no other kind has zeros there.
        if (prefix.length >= Long.BYTES && ByteBuffer.wrap(prefix).getInt(4) == 0) {
            return SAFETENSORS;
        }
        if (prefix.length > 0 && Byte.toUnsignedInt(prefix[0]) == PICKLE_PROTO) {
            return TORCH_LEGACY;
        }
        if (text.stripLeading().startsWith("{")) {
            return SHARD_INDEX;
        }
        if (text.startsWith("version https://git-lfs")) {
            throw new WeightsException(file + ": a Git LFS pointer, not the file itself: fetch it with 'git lfs pull'");
        }
        throw new WeightsException(file + ": neither safetensors (or its index) nor a PyTorch checkpoint");
    }
}
