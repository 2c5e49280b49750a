package org.virnucpro.common.sequence;

/**
 * Tells whether an id was seen before, with at most 16 MiB: it compares 64-bit hashes, so among a million different ids a
 * false alarm has a chance of 3 in a hundred million, and it remembers no more than the first {@link #MOST} ids. For warnings
 * only. Not thread-safe.
 */
public final class DuplicateIds {
    /** So many different ids are remembered; later ones are compared with them, but not with each other. */
    public static final int MOST = 1 << 20;

    private static final int INITIAL_SLOTS = 1 << 10;

    /** Open addressing; 0 marks a free slot. At most half full. */
    private long[] slots = new long[INITIAL_SLOTS];

    private int used;

    /** Remembers an id; true when it, or one with the same hash, was seen before. */
    public boolean seenBefore(String id) {
        if (used >= slots.length / 2 && used < MOST) {
            grow();
        }
        long hash = hash(id);
        int slot = slotOf(hash);
        if (slots[slot] == hash) {
            return true;
        }
        if (used < MOST) {
            slots[slot] = hash;
            used++;
        }
        return false;
    }

    private int slotOf(long hash) {
        int mask = slots.length - 1;
        int slot = (int) hash & mask;
        while (slots[slot] != 0 && slots[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[Math.multiplyExact(old.length, 2)];
        for (long hash : old) {
            if (hash != 0) {
                slots[slotOf(hash)] = hash;
            }
        }
    }

    /** FNV-1a over the characters, then the finalizer of MurmurHash3, because FNV mixes its low bits badly. */
    private static long hash(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }
}
