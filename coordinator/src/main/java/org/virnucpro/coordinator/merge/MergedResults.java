package org.virnucpro.coordinator.merge;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a merge wrote, and what it found in the inputs when it read them again.
 *
 * @param rows rows over all inputs
 * @param records records in all inputs
 * @param recordsWithRows records with a score
 * @param virusRecords records that are called virus
 * @param recordsWithoutFrame records that are usable but have no open frame: status no_orf
 * @param frames open frames in all inputs
 * @param framesFailed open frames of records without a result
 * @param failed records without a result, which are in failed.tsv
 * @param parts the parts whose rows count, in input order
 */
public record MergedResults(
        long rows,
        long records,
        long recordsWithRows,
        long virusRecords,
        long recordsWithoutFrame,
        long frames,
        long framesFailed,
        long failed,
        List<MergedPart> parts) {
    public MergedResults {
        parts = List.copyOf(parts);
    }

    /** Class of device by worker, of the workers whose results count. */
    public Map<String, String> devices() {
        Map<String, String> devices = new TreeMap<>();
        parts.forEach(part -> devices.put(part.worker(), part.device()));
        return devices;
    }
}
