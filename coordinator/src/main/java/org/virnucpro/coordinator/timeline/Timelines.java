package org.virnucpro.coordinator.timeline;

import java.util.Optional;
import org.virnucpro.common.task.RunId;

/** Where the timelines of runs come from. Thread-safe. */
@FunctionalInterface
public interface Timelines {

    /** The timeline of a run as it is now, or was a moment ago; empty when there is no such run. */
    Optional<TimelineView> of(RunId run);
}
