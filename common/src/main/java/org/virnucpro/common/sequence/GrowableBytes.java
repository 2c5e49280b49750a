package org.virnucpro.common.sequence;

import java.util.Arrays;

/** A byte array that grows up to the longest array of a JVM, and then remembers that it overflowed. Not thread-safe. */
final class GrowableBytes {
    /** Longest array that HotSpot allocates. */
    static final int LONGEST = Integer.MAX_VALUE - 8;
    /** From this size on a sequence keeps its buffer instead of being copied out of it. */
    private static final int HAND_OVER_BYTES = 1 << 20;

    private static final int INITIAL_BYTES = 1 << 12;

    private final int longest;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;
    private boolean overflowed;

    GrowableBytes() {
        this(LONGEST);
    }

    GrowableBytes(int longest) {
        this.longest = longest;
    }

    void clear() {
        length = 0;
        overflowed = false;
    }

    int length() {
        return length;
    }

    boolean overflowed() {
        return overflowed;
    }

    byte[] array() {
        return bytes;
    }

    void truncate(int shorter) {
        length = shorter;
    }

    void append(byte[] source, int from, int count) {
        if (count > longest - length) {
            overflowed = true;
            return;
        }
        if (count > bytes.length - length) {
            long doubled = Math.max(2L * bytes.length, (long) length + count);
            bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, longest));
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** The content as bases of their own; clears this buffer. */
    Bases takeBases() {
        int taken = length;
        byte[] content = bytes;
        if (taken < HAND_OVER_BYTES) {
            content = Arrays.copyOf(bytes, taken);
        } else {
            bytes = new byte[INITIAL_BYTES];
        }
        clear();
        return new Bases(content, 0, taken);
    }
}
