package org.virnucpro.coordinator.merge;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.virnucpro.coordinator.plan.FailedRecord;

/**
 * What a merge wrote.
 *
 * @param rows rows over all inputs
 * @param virusRecords records that are called virus
 * @param recordsWithoutFrame records that are usable but have no open frame: status no_orf
 * @param failed records without a result, in input order
 * @param devices class of device by worker, of the workers whose results count
 */
public record MergedResults(
        long rows,
        long virusRecords,
        long recordsWithoutFrame,
        List<FailedRecord> failed,
        Map<String, String> devices) {
    public MergedResults {
        failed = List.copyOf(failed);
        devices = new TreeMap<>(devices);
    }
}
