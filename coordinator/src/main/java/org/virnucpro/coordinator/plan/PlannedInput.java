package org.virnucpro.coordinator.plan;

import org.jspecify.annotations.Nullable;

/**
 * One input of a plan.
 *
 * @param name file name, for people
 * @param stem names its results
 * @param firstTask index of its first task; its tasks follow each other in input order
 * @param tasks how many it has
 * @param work of the whole input
 * @param rejected how many records cannot be processed
 * @param duplicateIds records whose id an earlier record has; a lower bound above {@link
 *     org.virnucpro.common.sequence.DuplicateIds#MOST} records
 * @param fault why the whole input has neither tasks nor results; null for a good one
 */
public record PlannedInput(
        String name,
        String stem,
        int firstTask,
        int tasks,
        Work work,
        long rejected,
        long duplicateIds,
        @Nullable InputFault fault) {}
