package org.virnucpro.worker.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Where a tensor lies and how: element (i, j, ...) is number {@code i * strides[0] + j * strides[1] + ...} of type
 * {@code type} behind {@code firstByte}. Whoever makes one has checked that all of it lies inside {@code bytes}, and that
 * it has no more elements than numbers are stored (so that a small file cannot ask for much memory).
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed
record StoredTensor(StorageBytes bytes, long firstByte, ElementType type, long[] shape, long[] strides) {

    private static final int PIECE_BYTES = 1 << 20;
    /** Longest array that every JVM can allocate. */
    private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

    static StoredTensor rowMajor(StorageBytes bytes, long firstByte, ElementType type, long[] shape) {
        return new StoredTensor(bytes, firstByte, type, shape, rowMajorStrides(shape));
    }

    private static long[] rowMajorStrides(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(shape[i], 1);
        }
        return strides;
    }

    TensorOutline outline() {
        return new TensorOutline(type.name(), shape.clone(), type.bytes());
    }

    /** @param label file and tensor, for messages */
    FloatTensor read(String label) {
        if (!type.widensToFloat()) {
            throw new WeightsException(label + " is of type " + type
                    + "; only F32, F16 and BF16 are read: convert it (in PyTorch: tensor.float()) and save again");
        }
        long elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        long span = elements == 0 ? 0 : lastElement() + 1;
        if (span > MAX_ELEMENTS) {
            throw new WeightsException(label + " spans " + span + " numbers: more than " + MAX_ELEMENTS);
        }
        float[] stored = readNumbers((int) span, label);
        int[] dimensions = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
        return new FloatTensor(dimensions, isRowMajor() ? stored : gather(stored, (int) elements));
    }

    private long lastElement() {
        long last = 0;
        for (int i = 0; i < shape.length; i++) {
            last += (shape[i] - 1) * strides[i];
        }
        return last;
    }

    private boolean isRowMajor() {
        long[] expected = rowMajorStrides(shape);
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] > 1 && strides[i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private float[] readNumbers(int count, String label) {
        float[] values = new float[count];
        byte[] piece = new byte[(int) Math.min(PIECE_BYTES, (long) count * type.bytes())];
        ByteBuffer buffer = ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN);
        try {
            for (int done = 0; done < count; ) {
                int now = Math.min(count - done, piece.length / type.bytes());
                bytes.read(firstByte + (long) done * type.bytes(), piece, now * type.bytes());
                type.widen(buffer, values, done, now);
                done += now;
            }
        } catch (IOException e) {
            throw new WeightsException(label + " cannot be read: " + e.getMessage(), e);
        }
        return values;
    }

    private float[] gather(float[] stored, int elements) {
        float[] values = new float[elements];
        long[] index = new long[shape.length];
        long from = 0;
        for (int to = 0; to < elements; to++) {
            values[to] = stored[(int) from];
            for (int i = shape.length - 1; i >= 0; i--) {
                from += strides[i];
                if (++index[i] < shape[i]) {
                    break;
                }
                from -= index[i] * strides[i];
                index[i] = 0;
            }
        }
        return values;
    }
}
