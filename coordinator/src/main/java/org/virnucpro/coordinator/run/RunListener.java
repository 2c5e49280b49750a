package org.virnucpro.coordinator.run;

import org.virnucpro.coordinator.balance.PollSample;
import org.virnucpro.coordinator.plan.RunPlan;

/** Hears how a run goes, on the run's thread; must return soon. */
public interface RunListener {

    /** The inputs have been read and cut. */
    default void planned(RunPlan plan) {}

    /** Once per poll. */
    default void polled(PollSample sample) {}

    /** All tasks have ended; the results are being put together. */
    default void merging() {}
}
