package org.virnucpro.worker.nvml;

/** Return codes of NVML (nvml.h, nvmlReturn_t) that mean something to this program. */
final class NvmlStatus {

    static final int SUCCESS = 0;
    static final int FUNCTION_NOT_FOUND = 13;

    private NvmlStatus() {}

    /** In words, with what to do where something can be done. */
    static String describe(int code) {
        return switch (code) {
            case SUCCESS -> "no error";
            case 3 -> "not supported by this GPU";
            case 4 -> "no permission";
            case 6 -> "not found";
            case 9 -> "no NVIDIA driver is loaded (see nvidia-smi and dmesg)";
            case FUNCTION_NOT_FOUND -> "this driver is too old for it";
            case 15 -> "the GPU has fallen off the bus; the host must be restarted (see dmesg)";
            case 18 ->
                "library and kernel module are of different driver versions; restart the host after the update of the"
                        + " driver, or the container";
            case 999 -> "an unknown error of the driver (see dmesg)";
            default -> "error " + code;
        };
    }
}
