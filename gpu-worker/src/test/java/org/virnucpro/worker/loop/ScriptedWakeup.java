package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Instead of waiting, does what a test has planned for the next wait; waits beyond the plan do the last thing. */
final class ScriptedWakeup implements Wakeup {

    private final Queue<Runnable> plan = new ArrayDeque<>();
    private final List<Duration> waits = new ArrayList<>();
    private final Runnable last;

    ScriptedWakeup(Runnable last) {
        this.last = last;
    }

    /** At the next wait that has no plan yet. */
    void then(Runnable action) {
        plan.add(action);
    }

    List<Duration> waits() {
        return waits;
    }

    @Override
    public void await(Duration time) {
        waits.add(time);
        Runnable action = plan.poll();
        (action == null ? last : action).run();
    }

    @Override
    public void wake() {
        // Nobody really waits.
    }
}
