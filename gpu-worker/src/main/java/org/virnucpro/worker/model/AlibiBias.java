package org.virnucpro.worker.model;

/** ALiBi (Press et al., 2022), symmetric: each score falls by slope * distance. Thread-safe. */
final class AlibiBias implements ScoreBias {
    private final float[] slopes;

    AlibiBias(int heads) {
        this.slopes = slopes(heads);
    }

    @Override
    public void addTo(float[] scores, int head, int query, int keys) {
        float slope = slopes[head];
        for (int key = 0; key < keys; key++) {
            scores[key] -= slope * Math.abs(query - key);
        }
    }

    /**
     * 2^(-8(k+1)/m) for m heads, m a power of two. Otherwise those of the next lower power of two p, then entries 0, 2, 4,
     * ... of those of 2p heads, as in the reference code of the paper.
     */
    static float[] slopes(int heads) {
        int power = Integer.highestOneBit(heads);
        float[] slopes = new float[heads];
        for (int k = 0; k < heads; k++) {
            double exponent = k < power ? -8.0 * (k + 1) / power : -8.0 * (2 * (k - power) + 1) / (2 * power);
            slopes[k] = (float) StrictMath.pow(2, exponent);
        }
        return slopes;
    }
}
