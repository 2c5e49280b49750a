package org.virnucpro.worker.engine;

import java.util.Map;

/** An engine that can tell on which of its kernels the time of the device went. */
public interface KernelTimes {

    /**
     * How often a kernel ran and for how long.
     *
     * @param milliseconds on the device, of all calls together
     */
    record KernelTime(long calls, double milliseconds) {}

    /** Measures from now on, from zero. That costs time itself: a kernel no longer begins while another one ends. */
    void measureKernels();

    /** What was measured, by name of the kernel; nothing before {@link #measureKernels}. */
    Map<String, KernelTime> kernelTimes();
}
