package org.virnucpro.worker.tokenize;

/**
 * Merges the symbols of one word: again and again the adjacent pair of the lowest rank, leftmost first. A heap of
 * candidate pairs over a linked list of symbols, O(n log n). Scratch for one call of the tokenizer, reused from word to
 * word.
 */
final class BytePairMerger {
    private static final int END = -1;

    private final MergeTable merges;
    private int[] symbol = new int[0];
    private int[] next = new int[0];
    private int[] previous = new int[0];
    /** Rank of the merge of the pair that begins here; a heap entry of another rank is out of date. */
    private int[] pairRank = new int[0];

    private final CandidateHeap heap = new CandidateHeap();

    BytePairMerger(MergeTable merges) {
        this.merges = merges;
    }

    /** Room for a word of {@code length} symbols; the caller fills {@code [0, length)} and calls {@link #merge}. */
    int[] symbols(int length) {
        if (symbol.length < length) {
            int capacity = Math.max(length, 64);
            symbol = new int[capacity];
            next = new int[capacity];
            previous = new int[capacity];
            pairRank = new int[capacity];
        }
        return symbol;
    }

    void merge(int length, IntList output) {
        heap.clear(length);
        for (int i = 0; i < length; i++) {
            previous[i] = i - 1;
            next[i] = i + 1 < length ? i + 1 : END;
        }
        for (int i = 0; i < length; i++) {
            propose(i);
        }
        while (!heap.isEmpty()) {
            long candidate = heap.poll();
            int left = CandidateHeap.position(candidate);
            if (pairRank[left] == CandidateHeap.rank(candidate)) {
                join(left);
            }
        }
        for (int i = length == 0 ? END : 0; i != END; i = next[i]) {
            output.add(symbol[i]);
        }
    }

    private void join(int left) {
        int right = next[left];
        symbol[left] = merges.merged(pairRank[left]);
        pairRank[right] = MergeTable.NO_MERGE;
        next[left] = next[right];
        if (next[right] != END) {
            previous[next[right]] = left;
        }
        propose(left);
        if (previous[left] != END) {
            propose(previous[left]);
        }
    }

    private void propose(int left) {
        int right = next[left];
        int rank = right == END ? MergeTable.NO_MERGE : merges.rank(symbol[left], symbol[right]);
        pairRank[left] = rank;
        if (rank != MergeTable.NO_MERGE) {
            heap.add(rank, left);
        }
    }
}
