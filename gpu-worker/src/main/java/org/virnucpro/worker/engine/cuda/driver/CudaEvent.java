package org.virnucpro.worker.engine.cuda.driver;

import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.JCudaDriver;

/** A mark in a stream that others wait for. Before its first record it counts as reached. */
public final class CudaEvent implements AutoCloseable {
    private final CUevent event = new CUevent();
    private boolean closed;

    /** Waiting threads sleep; no times are taken. */
    public CudaEvent() {
        int flags = CUevent_flags.CU_EVENT_BLOCKING_SYNC | CUevent_flags.CU_EVENT_DISABLE_TIMING;
        CudaException.check(JCudaDriver.cuEventCreate(event, flags), "cuEventCreate");
    }

    /** Marks what is in the stream so far; an earlier mark is forgotten. */
    public void record(CudaStream stream) {
        CudaException.check(JCudaDriver.cuEventRecord(event, stream.handle()), "cuEventRecord");
    }

    /** Blocks until the stream has come here. */
    public void await() {
        CudaException.check(JCudaDriver.cuEventSynchronize(event), "cuEventSynchronize");
    }

    CUevent handle() {
        return event;
    }

    /** Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            CudaException.check(JCudaDriver.cuEventDestroy(event), "cuEventDestroy");
        }
    }
}
