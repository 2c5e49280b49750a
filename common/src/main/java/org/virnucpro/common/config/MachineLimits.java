package org.virnucpro.common.config;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/**
 * What this JVM may use of its machine or container.
 *
 * @param javaFeature such as 17
 * @param memoryBytes of the machine or container
 * @param heapBytes most that the heap of this JVM may take
 * @param openFiles file descriptors of a process; empty where the system does not say
 */
public record MachineLimits(int javaFeature, int processors, long memoryBytes, long heapBytes, OptionalLong openFiles) {

    /** Of this JVM. */
    public static MachineLimits ofThisJvm() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new MachineLimits(
                Runtime.version().feature(),
                CurrentJvm.processors(),
                system.getTotalMemorySize(),
                Runtime.getRuntime().maxMemory(),
                system instanceof UnixOperatingSystemMXBean unix
                        ? OptionalLong.of(unix.getMaxFileDescriptorCount())
                        : OptionalLong.empty());
    }
}
