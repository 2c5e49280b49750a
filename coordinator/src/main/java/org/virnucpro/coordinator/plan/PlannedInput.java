package org.virnucpro.coordinator.plan;

import java.util.List;

/**
 * One input of a plan.
 *
 * @param name file name, for people
 * @param stem names its results
 * @param firstTask index of its first task; its tasks follow each other in input order
 * @param tasks how many it has
 * @param work of the whole input
 * @param rejected records that cannot be processed
 * @param duplicateIds records whose id an earlier record has
 */
public record PlannedInput(
        String name, String stem, int firstTask, int tasks, Work work, List<FailedRecord> rejected, long duplicateIds) {
    public PlannedInput {
        rejected = List.copyOf(rejected);
    }
}
