package org.virnucpro.coordinator.cli;

import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.coordinator.balance.PollSample;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.run.RunListener;

/** Keeps the steals of a run for its summary and passes everything on. Confined to the run's thread. */
final class StealRecorder implements RunListener {

    private final RunListener next;
    private final List<QueueEvent> steals = new ArrayList<>();

    StealRecorder(RunListener next) {
        this.next = next;
    }

    List<QueueEvent> steals() {
        return List.copyOf(steals);
    }

    @Override
    public void planned(RunPlan plan) {
        next.planned(plan);
    }

    @Override
    public void polled(PollSample sample) {
        sample.events().stream()
                .filter(event -> event.type() == QueueEvent.Type.STEAL)
                .forEach(steals::add);
        next.polled(sample);
    }

    @Override
    public void merging() {
        next.merging();
    }
}
