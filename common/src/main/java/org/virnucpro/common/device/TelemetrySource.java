package org.virnucpro.common.device;

import java.util.Optional;

/** Where a worker learns how its device is. Thread-safe. */
@FunctionalInterface
public interface TelemetrySource {

    /** A device that nobody measures. */
    TelemetrySource NONE = Optional::empty;

    /** The latest measurement, a few seconds old at most; empty when there is none. Never blocks, never fails. */
    Optional<DeviceTelemetry> latest();
}
