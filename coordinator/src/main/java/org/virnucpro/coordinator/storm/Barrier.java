package org.virnucpro.coordinator.storm;

import java.time.Duration;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.coordinator.balance.BrokerBarrier;
import org.virnucpro.coordinator.plan.RunPlan;

/** How the coordinator of a storm makes its run, and makes it sound again after its broker was started anew. */
final class Barrier {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_TRIES = 12;

    private final RunSpec spec;
    private final RunSettings settings;
    private final RunPlan plan;

    Barrier(RunSpec spec, RunSettings settings, RunPlan plan) {
        this.spec = spec;
        this.settings = settings;
        this.plan = plan;
    }

    /** As any run is begun; returns when tasks are given out. */
    void pass(ClusterRegistry registry) throws InterruptedException {
        registry.submit(spec, 0);
        BrokerBarrier barrier =
                new BrokerBarrier(registry.server(), registry.queues(spec.run()), settings, plan::tasks, PATIENCE);
        boolean passed = barrier.begin();
        for (int attempt = 1; !passed && attempt < MOST_TRIES; attempt++) {
            passed = barrier.pass();
        }
        registry.nudge();
    }

    /** Only sends everything that makes the run; what is known already stays. */
    void sendPlan(ClusterRegistry registry) {
        registry.submit(spec, 0);
        SharedWorkQueues queues = registry.queues(spec.run());
        queues.open(settings);
        queues.submit(plan.tasks());
        registry.nudge();
    }
}
