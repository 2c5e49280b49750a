package org.virnucpro.coordinator.merge;

import java.util.List;
import org.virnucpro.coordinator.plan.FailedRecord;

/**
 * What a merge wrote.
 *
 * @param rows rows over all inputs
 * @param failed records without a result, in input order
 */
public record MergedResults(long rows, List<FailedRecord> failed) {
    public MergedResults {
        failed = List.copyOf(failed);
    }
}
