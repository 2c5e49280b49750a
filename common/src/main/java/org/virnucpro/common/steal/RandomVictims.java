package org.virnucpro.common.steal;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.task.WorkerId;

/** Shuffles the victims anew for every round; the same for the same seed. Confined to one thread. */
final class RandomVictims implements VictimOrder {

    private final RandomGenerator random;

    RandomVictims(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public List<WorkerId> next(QueueView view, WorkerId thief) {
        List<WorkerId> left = new ArrayList<>(view.queues().stream()
                .filter(queue -> VictimOrder.isVictim(queue, thief))
                .map(QueueView.Queue::worker)
                .sorted()
                .toList());
        List<WorkerId> shuffled = new ArrayList<>(left.size());
        while (!left.isEmpty()) {
            int last = left.size() - 1;
            int drawn = random.nextInt(left.size());
            shuffled.add(left.get(drawn));
            left.set(drawn, left.get(last));
            left.remove(last);
        }
        return shuffled;
    }
}
