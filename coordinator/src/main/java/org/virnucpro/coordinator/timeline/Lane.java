package org.virnucpro.coordinator.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What one worker did: its blocks in the order of time, and when it was there. Not thread-safe. */
final class Lane {

    /** A lane that has more blocks joins neighbours; a screen has fewer points across. */
    static final int MOST_BLOCKS = 4_000;

    private static final int MOST_STAYS = 200;

    /** A time in which the worker was a member, in milliseconds of the broker's clock. */
    record Stay(long from, long to) {
        static final long OPEN = Long.MAX_VALUE;
    }

    private final List<Stay> stays = new ArrayList<>();
    private List<Block> blocks = new ArrayList<>();
    private long planned;

    /** One more task of the plan is in the queue of this worker at the beginning. */
    void plan() {
        planned++;
    }

    long planned() {
        return planned;
    }

    void add(Block block) {
        blocks.add(block);
        if (blocks.size() > MOST_BLOCKS) {
            blocks = merged(blocks, MOST_BLOCKS / 2);
        }
    }

    void join(long time) {
        leave(time);
        if (stays.size() == MOST_STAYS) {
            stays.set(1, new Stay(stays.get(0).from(), stays.get(1).to()));
            stays.remove(0);
        }
        stays.add(new Stay(time, Stay.OPEN));
    }

    void leave(long time) {
        int last = stays.size() - 1;
        if (last >= 0 && stays.get(last).to() == Stay.OPEN) {
            stays.set(last, new Stay(stays.get(last).from(), time));
        }
    }

    List<Stay> stays() {
        return stays;
    }

    /** The blocks by their start; neighbours are drawn as one until there are {@code most} or fewer. */
    List<Block> blocks(int most) {
        List<Block> sorted = new ArrayList<>(blocks);
        sorted.sort(Comparator.comparingLong(Block::start));
        return sorted.size() <= most ? sorted : merged(sorted, most);
    }

    private static List<Block> merged(List<Block> blocks, int most) {
        long span = blocks.get(blocks.size() - 1).end() - blocks.get(0).start();
        List<Block> merged = blocks;
        for (long step = Math.max(1, span / most); merged.size() > most; step *= 2) {
            merged = merged(blocks, step);
        }
        return merged;
    }

    /** Joins neighbours as long as the whole is no longer than {@code step} milliseconds. */
    private static List<Block> merged(List<Block> blocks, long step) {
        List<Block> merged = new ArrayList<>();
        Block last = blocks.get(0);
        for (Block block : blocks.subList(1, blocks.size())) {
            if (block.end() - last.start() <= step) {
                last = last.with(block);
            } else {
                merged.add(last);
                last = block;
            }
        }
        merged.add(last);
        return merged;
    }
}
