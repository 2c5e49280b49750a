package org.virnucpro.worker.engine.cuda;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUuuid;
import jcuda.driver.JCudaDriver;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.worker.engine.cuda.driver.CudaException;
import org.virnucpro.worker.engine.cuda.driver.CudaLibrary;
import org.virnucpro.worker.engine.cuda.driver.CudaUnavailableException;

/** The GPUs that the NVIDIA driver shows to this process; {@code CUDA_VISIBLE_DEVICES} limits them. */
public final class CudaDevices {
    private static final int NAME_BYTES = 256;

    private CudaDevices() {}

    /**
     * Asks the driver, which stays loaded.
     *
     * @return at least one, in the driver's order
     * @throws CudaUnavailableException when there is no driver or no GPU; says what to do
     * @throws CudaException when the driver does not answer as it should
     */
    public static List<CudaDevice> list(HostEnvironment environment) {
        CudaLibrary.load(environment);
        int[] count = new int[1];
        check(JCudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount");
        if (count[0] == 0) {
            throw new CudaUnavailableException("the NVIDIA driver shows no GPU to this process; look at"
                    + " CUDA_VISIBLE_DEVICES and at nvidia-smi, or choose --engine cpu");
        }
        return IntStream.range(0, count[0]).mapToObj(CudaDevices::device).toList();
    }

    private static CudaDevice device(int ordinal) {
        CUdevice device = new CUdevice();
        check(JCudaDriver.cuDeviceGet(device, ordinal), "cuDeviceGet of GPU " + ordinal);
        byte[] name = new byte[NAME_BYTES];
        check(JCudaDriver.cuDeviceGetName(name, name.length, device), "cuDeviceGetName");
        CUuuid uuid = new CUuuid();
        check(JCudaDriver.cuDeviceGetUuid(uuid, device), "cuDeviceGetUuid");
        long[] memory = new long[1];
        check(JCudaDriver.cuDeviceTotalMem(memory, device), "cuDeviceTotalMem");
        return new CudaDevice(
                ordinal,
                uuid(uuid.bytes),
                text(name),
                memory[0],
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR));
    }

    private static int attribute(CUdevice device, int attribute) {
        int[] value = new int[1];
        check(JCudaDriver.cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute " + attribute);
        return value[0];
    }

    private static String text(byte[] terminated) {
        int end = 0;
        while (end < terminated.length && terminated[end] != 0) {
            end++;
        }
        return new String(terminated, 0, end, StandardCharsets.UTF_8);
    }

    /** 16 bytes as nvidia-smi prints them. */
    static String uuid(byte[] bytes) {
        StringBuilder text = new StringBuilder("GPU-");
        for (int i = 0; i < bytes.length; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                text.append('-');
            }
            text.append(String.format(Locale.ROOT, "%02x", bytes[i]));
        }
        return text.toString();
    }

    private static void check(int code, String operation) {
        if (code != 0) {
            throw CudaException.of(code, operation);
        }
    }
}
