package org.virnucpro.worker.tokenize;

import java.util.Arrays;

/**
 * The merges of a BPE vocabulary: (left id, right id) to rank, in a table with open addressing, so that a look-up touches
 * one cache line and no object. Immutable and thread-safe once filled.
 */
final class MergeTable {
    /** No merge joins the pair. Larger than every rank. */
    static final int NO_MERGE = Integer.MAX_VALUE;

    private static final long EMPTY = -1;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final long[] pairs;
    private final int[] ranks;
    private final int shift;
    private final int[] merged;

    /**
     * @param left left token of the merge of rank k
     * @param right right token of the merge of rank k
     * @param merged the token that the merge of rank k makes
     */
    MergeTable(int[] left, int[] right, int[] merged) {
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(8L, left.length) * 2);
        pairs = new long[1 << bits];
        ranks = new int[1 << bits];
        shift = 64 - bits;
        this.merged = merged;
        Arrays.fill(pairs, EMPTY);
        // From the last: of two equal merges the lower rank counts, as it would be applied first.
        for (int rank = left.length - 1; rank >= 0; rank--) {
            int slot = slotOf(pair(left[rank], right[rank]));
            pairs[slot] = pair(left[rank], right[rank]);
            ranks[slot] = rank;
        }
    }

    /** The rank of the merge that joins two tokens, or {@link #NO_MERGE}. */
    int rank(int left, int right) {
        int slot = slotOf(pair(left, right));
        return pairs[slot] == EMPTY ? NO_MERGE : ranks[slot];
    }

    int merged(int rank) {
        return merged[rank];
    }

    private static long pair(int left, int right) {
        return ((long) left << 32) | right;
    }

    private int slotOf(long pair) {
        int slot = (int) ((pair * MIX) >>> shift);
        while (pairs[slot] != EMPTY && pairs[slot] != pair) {
            slot = (slot + 1) & (pairs.length - 1);
        }
        return slot;
    }
}
