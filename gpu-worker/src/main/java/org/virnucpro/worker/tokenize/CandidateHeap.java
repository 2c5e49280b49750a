package org.virnucpro.worker.tokenize;

import java.util.Arrays;

/** A binary heap of (rank, position) packed into longs: the lowest rank first, of equal ranks the leftmost. */
final class CandidateHeap {
    private long[] entries = new long[0];
    private int size;

    static int rank(long entry) {
        return (int) (entry >>> 32);
    }

    static int position(long entry) {
        return (int) entry;
    }

    void clear(int expected) {
        size = 0;
        if (entries.length < expected) {
            entries = new long[expected];
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int rank, int position) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size + (size >> 1) + 8);
        }
        long entry = ((long) rank << 32) | position;
        int hole = size++;
        while (hole > 0 && entries[(hole - 1) >>> 1] > entry) {
            entries[hole] = entries[(hole - 1) >>> 1];
            hole = (hole - 1) >>> 1;
        }
        entries[hole] = entry;
    }

    long poll() {
        long first = entries[0];
        long last = entries[--size];
        int hole = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && entries[child + 1] < entries[child]) {
                child++;
            }
            if (last <= entries[child]) {
                break;
            }
            entries[hole] = entries[child];
            hole = child;
            child = 2 * hole + 1;
        }
        entries[hole] = last;
        return first;
    }
}
