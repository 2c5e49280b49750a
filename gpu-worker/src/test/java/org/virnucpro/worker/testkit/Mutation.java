package org.virnucpro.worker.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Damages the bytes of a file the way transfers and disks do, and a little as an attacker would. */
public final class Mutation {

    private static final byte[] SPITEFUL = {0, 1, (byte) 0x7f, (byte) 0x80, (byte) 0xff, '9', '-', '{', '[', '"'};
    private static final long[] LENGTHS = {
        0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000L, 0xffffffffL, 1L << 40, -1, Long.MAX_VALUE
    };

    private static final int END_BYTES = 1024;
    private static final int LONGEST_REPEAT = 4096;
    private static final int MOST_REPEATS = 16;

    private Mutation() {}

    /** A damaged copy: truncated, or with one to four bytes replaced, mostly near an end. */
    public static byte[] of(byte[] original, Random random) {
        if (random.nextInt(8) == 0) {
            return Arrays.copyOf(original, random.nextInt(original.length));
        }
        byte[] mutated = original.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            byte value = random.nextBoolean() ? SPITEFUL[random.nextInt(SPITEFUL.length)] : (byte) random.nextInt();
            mutated[position(original, random)] = value;
        }
        return mutated;
    }

    /**
     * A damaged copy: as above, or with a length overwritten, a piece of another file inside, a piece repeated, left out, or
     * a number of digits made longer.
     *
     * @param other the file that pieces are taken from
     */
    public static byte[] of(byte[] original, byte[] other, Random random) {
        return switch (random.nextInt(10)) {
            case 0, 1 -> withLength(original, random);
            case 2 -> joined(original, position(original, random), piece(other, random), position(original, random));
            case 3 -> repeated(original, random);
            case 4 -> withoutPiece(original, random);
            case 5 -> withDigits(original, random);
            default -> of(original, random);
        };
    }

    /** A number of 1, 2, 4 or 8 bytes in either order. */
    private static byte[] withLength(byte[] original, Random random) {
        ByteOrder order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        long length = LENGTHS[random.nextInt(LENGTHS.length)];
        byte[] mutated = original.clone();
        int at = position(original, random);
        int width = Math.min(1 << random.nextInt(4), mutated.length - at);
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(order).putLong(0, length);
        System.arraycopy(number.array(), order == ByteOrder.LITTLE_ENDIAN ? 0 : Long.BYTES - width, mutated, at, width);
        return mutated;
    }

    private static byte[] repeated(byte[] original, Random random) {
        byte[] piece = piece(original, random);
        byte[] many = new byte[piece.length * (1 + random.nextInt(MOST_REPEATS))];
        for (int at = 0; at < many.length; at += piece.length) {
            System.arraycopy(piece, 0, many, at, piece.length);
        }
        int at = position(original, random);
        return joined(original, at, many, at);
    }

    private static byte[] withoutPiece(byte[] original, Random random) {
        int from = position(original, random);
        int length = 1 + random.nextInt(random.nextBoolean() ? 8 : 512);
        return joined(original, from, new byte[0], Math.min(from + length, original.length));
    }

    /** Digits in the place of digits where there are some, so that sizes in text change. */
    private static byte[] withDigits(byte[] original, Random random) {
        int at = position(original, random);
        int end = Math.min(at + 200, original.length);
        while (at < end - 1 && !(original[at] >= '0' && original[at] <= '9')) {
            at++;
        }
        byte[] digits = new byte[1 + random.nextInt(20)];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) ('0' + random.nextInt(10));
        }
        return joined(original, at, digits, at + 1);
    }

    private static byte[] piece(byte[] of, Random random) {
        int from = position(of, random);
        int length = 1 + random.nextInt(Math.min(LONGEST_REPEAT, of.length - from));
        return Arrays.copyOfRange(of, from, from + length);
    }

    private static byte[] joined(byte[] original, int end, byte[] middle, int resume) {
        byte[] joined = Arrays.copyOf(original, end + middle.length + original.length - resume);
        System.arraycopy(middle, 0, joined, end, middle.length);
        System.arraycopy(original, resume, joined, end + middle.length, original.length - resume);
        return joined;
    }

    private static int position(byte[] in, Random random) {
        int reach = random.nextInt(3) == 0 ? in.length : Math.min(in.length, END_BYTES);
        int begin = random.nextInt(3) == 0 ? in.length - reach : 0;
        return begin + random.nextInt(reach);
    }
}
