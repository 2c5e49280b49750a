package org.virnucpro.worker.engine.cuda;

import org.virnucpro.worker.engine.cuda.kernel.Kernels;

/** How many tokens a batch has: powers of two of the wish, so that a little less free memory changes nothing. Immutable. */
record TokenBudget(int tokens) {
    /** Below this a GPU would spend its time waiting for launches. */
    private static final int LOWEST = 1024;

    /** The wish, halved until its memory is at most nine tenths of what is free, but not below 1024 tokens. */
    static TokenBudget fitting(int wish, long bytesPerToken, long freeBytes) {
        int tokens = roundedUp(wish);
        while (tokens > LOWEST && tokens * bytesPerToken > freeBytes / 10 * 9) {
            tokens = roundedUp(tokens / 2);
        }
        return new TokenBudget(tokens);
    }

    /** Whether there is anything to halve. */
    boolean canHalve() {
        return tokens > Kernels.ROW_MULTIPLE;
    }

    TokenBudget halved() {
        return new TokenBudget(roundedUp(tokens / 2));
    }

    /** The next number of rows that products take. */
    static int roundedUp(int tokens) {
        return Math.multiplyExact((tokens - 1) / Kernels.ROW_MULTIPLE + 1, Kernels.ROW_MULTIPLE);
    }
}
