package org.virnucpro.common.redis;

import org.virnucpro.common.queue.BrokerStart;

/**
 * How a broker is, for a person who asks; also one that {@link RedisConnection#open} would refuse.
 *
 * @param address without anything secret
 * @param version as the server says it
 * @param evictionPolicy its maxmemory-policy
 * @param log its append-only file
 * @param role {@code master}, {@code slave}
 * @param roundTripMillis the median time of a call
 * @param usedBytes of memory
 * @param mostBytes of memory; 0: no limit
 * @param workers that live
 * @param runs on its list
 */
public record BrokerHealth(
        String address,
        String version,
        String evictionPolicy,
        BrokerStart.Log log,
        String role,
        double roundTripMillis,
        long usedBytes,
        long mostBytes,
        int workers,
        int runs) {

    /** Whether it knows every command that the scripts use. */
    public boolean isNewEnough() {
        return RedisConnection.isNewEnough(version);
    }
}
