package org.virnucpro.worker.model;

/**
 * Rotary position embedding (Su et al., 2021), half-split form: component j of a head turns with component j + d/2 by the
 * angle position * frequency[j]. Angles, sines and cosines are computed in double. Thread-safe.
 */
final class RotaryEmbedding {
    private static final int FIRST_POSITIONS = 256;

    private final float[] frequencies;
    private volatile Table table = new Table(new float[0], new float[0]);

    @SuppressWarnings("ArrayRecordComponent") // never compared or hashed
    private record Table(float[] cosines, float[] sines) {}

    /** @param frequencies [d/2], in radians per position */
    RotaryEmbedding(float[] frequencies) {
        this.frequencies = frequencies;
    }

    /** 10000^(-2j/d) for j below d/2, in float32: what a checkpoint without stored frequencies means. */
    static float[] standardFrequencies(int headWidth) {
        float[] frequencies = new float[headWidth / 2];
        for (int j = 0; j < frequencies.length; j++) {
            frequencies[j] = (float) StrictMath.pow(10_000, -2.0 * j / headWidth);
        }
        return frequencies;
    }

    /** Turns every head in {@code row[from, from + heads * d)} and multiplies it by {@code scale}. */
    void rotate(float[] row, int from, int heads, int position, float scale) {
        int half = frequencies.length;
        Table known = upTo(position);
        int angles = position * half;
        for (int head = 0; head < heads; head++) {
            int first = from + head * 2 * half;
            for (int j = 0; j < half; j++) {
                float cosine = known.cosines[angles + j] * scale;
                float sine = known.sines[angles + j] * scale;
                float a = row[first + j];
                float b = row[first + half + j];
                row[first + j] = a * cosine - b * sine;
                row[first + half + j] = b * cosine + a * sine;
            }
        }
    }

    private Table upTo(int position) {
        Table known = table;
        if ((long) (position + 1) * frequencies.length <= known.cosines.length) {
            return known;
        }
        // Two threads may both do this; both tables hold the same numbers.
        int positions = Math.max(FIRST_POSITIONS, Integer.highestOneBit(position) * 2);
        float[] cosines = new float[Math.multiplyExact(positions, frequencies.length)];
        float[] sines = new float[cosines.length];
        int i = 0;
        for (int turned = 0; turned < positions; turned++) {
            for (float frequency : frequencies) {
                double angle = turned * (double) frequency;
                cosines[i] = (float) StrictMath.cos(angle);
                sines[i++] = (float) StrictMath.sin(angle);
            }
        }
        table = new Table(cosines, sines);
        return table;
    }
}
