package org.virnucpro.worker.engine.cuda.driver;

import java.util.Map;
import java.util.TreeMap;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;
import org.virnucpro.worker.engine.KernelTimes.KernelTime;

/**
 * Measures launches one by one on the clock of the GPU, waiting for each: a kernel no longer begins while another one ends.
 * Confined to the thread that launches; a current context is needed.
 */
public final class KernelClock implements AutoCloseable {
    private final CUevent begin = event();
    private final CUevent end = event();
    private final Map<String, KernelTime> times = new TreeMap<>();

    private static CUevent event() {
        CUevent event = new CUevent();
        CudaException.check(JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DEFAULT), "cuEventCreate");
        return event;
    }

    void measure(CudaStream stream, String name, Runnable launch) {
        CudaException.check(JCudaDriver.cuEventRecord(begin, stream.handle()), "cuEventRecord");
        launch.run();
        CudaException.check(JCudaDriver.cuEventRecord(end, stream.handle()), "cuEventRecord");
        CudaException.check(JCudaDriver.cuEventSynchronize(end), "cuEventSynchronize");
        float[] milliseconds = new float[1];
        CudaException.check(JCudaDriver.cuEventElapsedTime(milliseconds, begin, end), "cuEventElapsedTime");
        times.merge(
                name,
                new KernelTime(1, milliseconds[0]),
                (sum, one) -> new KernelTime(sum.calls() + one.calls(), sum.milliseconds() + one.milliseconds()));
    }

    /** What was measured, by name. */
    public Map<String, KernelTime> times() {
        return Map.copyOf(times);
    }

    @Override
    public void close() {
        CudaException.check(JCudaDriver.cuEventDestroy(begin), "cuEventDestroy");
        CudaException.check(JCudaDriver.cuEventDestroy(end), "cuEventDestroy");
    }
}
