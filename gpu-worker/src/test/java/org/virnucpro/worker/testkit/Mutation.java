package org.virnucpro.worker.testkit;

import java.util.Arrays;
import java.util.Random;

/** Damages the bytes of a file the way transfers and disks do, and a little as an attacker would. */
public final class Mutation {

    private static final byte[] SPITEFUL = {0, 1, (byte) 0x7f, (byte) 0x80, (byte) 0xff, '9', '-', '{', '[', '"'};

    private static final int END_BYTES = 1024;

    private Mutation() {}

    /** A damaged copy: truncated, or with one to four bytes replaced, mostly near an end. */
    public static byte[] of(byte[] original, Random random) {
        if (random.nextInt(8) == 0) {
            return Arrays.copyOf(original, random.nextInt(original.length));
        }
        byte[] mutated = original.clone();
        int reach = random.nextInt(3) == 0 ? original.length : Math.min(original.length, END_BYTES);
        int begin = random.nextInt(3) == 0 ? original.length - reach : 0;
        for (int i = random.nextInt(4); i >= 0; i--) {
            byte value = random.nextBoolean() ? SPITEFUL[random.nextInt(SPITEFUL.length)] : (byte) random.nextInt();
            mutated[begin + random.nextInt(reach)] = value;
        }
        return mutated;
    }
}
