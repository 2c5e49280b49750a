package org.virnucpro.common.part;

import java.util.List;

/**
 * The last line of a part.
 *
 * @param rows rows above it
 * @param records records that begin in its shard, also rejected ones
 * @param chunks chunks cut
 * @param rejected records without rows because they are unusable
 * @param sha256 over all bytes above the footer, in lower-case hexadecimal
 */
public record PartFooter(long rows, long records, long chunks, List<Rejection> rejected, String sha256) {

    public PartFooter {
        rejected = List.copyOf(rejected);
    }
}
