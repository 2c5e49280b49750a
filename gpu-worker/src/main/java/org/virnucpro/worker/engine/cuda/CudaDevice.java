package org.virnucpro.worker.engine.cuda;

/**
 * A GPU that this process may use.
 *
 * @param ordinal the driver's number of it in this process; may be another one in the next
 * @param uuid {@code GPU-} and 8-4-4-4-12 hexadecimal digits, as nvidia-smi -L prints it; names the card for good
 * @param name of its kind, for example {@code NVIDIA H200}
 * @param memoryBytes all memory of the card
 * @param major compute capability, before the point
 * @param minor compute capability, behind the point
 */
public record CudaDevice(int ordinal, String uuid, String name, long memoryBytes, int major, int minor) {

    /** Compute capability as NVIDIA writes it: {@code 9.0}. */
    public String computeCapability() {
        return major + "." + minor;
    }
}
