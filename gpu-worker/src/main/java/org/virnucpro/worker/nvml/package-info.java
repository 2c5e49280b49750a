/**
 * What NVIDIA's management library says of the graphics cards of this host. The library comes with the driver; without it there
 * is no telemetry, and nothing fails.
 */
@NullMarked
package org.virnucpro.worker.nvml;

import org.jspecify.annotations.NullMarked;
