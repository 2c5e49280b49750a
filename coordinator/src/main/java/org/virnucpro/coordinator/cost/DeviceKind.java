package org.virnucpro.coordinator.cost;

import org.virnucpro.common.cluster.RunSpec;

/**
 * What a cost model holds for: workers of one kind are taken to be equally fast.
 *
 * @param engine kind of engine
 * @param device class of the device, as workers announce it
 * @param models digest of the models
 */
public record DeviceKind(String engine, String device, String models) {

    /** The kind of a worker with this device that computes this run. */
    public static DeviceKind of(RunSpec spec, String device) {
        return new DeviceKind(spec.engine(), device, spec.models());
    }
}
