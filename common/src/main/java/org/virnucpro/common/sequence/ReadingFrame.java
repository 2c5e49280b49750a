package org.virnucpro.common.sequence;

/** The six reading frames in output order: three offsets of a chunk, three of its reverse complement. */
public enum ReadingFrame {
    F1(0, false),
    F2(1, false),
    F3(2, false),
    R1(0, true),
    R2(1, true),
    R3(2, true);

    private final int offset;
    private final boolean reverse;

    ReadingFrame(int offset, boolean reverse) {
        this.offset = offset;
        this.reverse = reverse;
    }

    /** First base of the frame on its strand, from 0. */
    public int offset() {
        return offset;
    }

    /** Whether the frame is read on the reverse complement. */
    public boolean reverse() {
        return reverse;
    }
}
