package org.virnucpro.worker.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.device.DeviceTelemetry;

final class NvmlTelemetryTest {

    private static final Duration OFTEN = Duration.ofMillis(1);

    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch shut = new CountDownLatch(1);

    @Test
    void the_latest_measurement_is_given_out_and_the_library_is_shut_down_at_the_end() throws InterruptedException {
        AtomicInteger reads = new AtomicInteger();
        try (NvmlTelemetry telemetry = start(() -> celsius(reads.incrementAndGet()))) {
            await().until(() -> telemetry.latest().stream()
                    .anyMatch(latest -> latest.temperatureCelsius().orElseThrow() > 3));
        }
        shut.await();
    }

    @Test
    void a_driver_that_hangs_takes_only_the_telemetry_with_it() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        try (NvmlTelemetry telemetry = start(() -> {
            if (reads.incrementAndGet() > 1) {
                awaitForEver(never);
            }
            return celsius(1);
        })) {
            await().until(() -> reads.get() == 2);
            assertThat(telemetry.latest()).contains(celsius(1));
            nanos.addAndGet(OFTEN.toNanos() * 4 + 1);
            assertThat(telemetry.latest()).as("too old").isEmpty();
        } finally {
            never.countDown();
        }
    }

    @Test
    void a_gpu_that_does_not_answer_has_no_telemetry_until_it_answers_again() {
        AtomicInteger reads = new AtomicInteger();
        CountDownLatch repaired = new CountDownLatch(1);
        try (NvmlTelemetry telemetry = start(() -> {
            int read = reads.incrementAndGet();
            if (read > 1 && repaired.getCount() > 0) {
                throw new NvmlException("GPU lost");
            }
            return celsius(read);
        })) {
            await().until(() -> reads.get() > 2);
            assertThat(telemetry.latest()).isEmpty();
            repaired.countDown();
            await().until(() -> telemetry.latest().isPresent());
        }
    }

    @Test
    void without_a_library_or_with_a_broken_one_there_is_none() throws InterruptedException {
        CountDownLatch tried = new CountDownLatch(2);
        try (NvmlTelemetry absent = NvmlTelemetry.start(
                        () -> {
                            tried.countDown();
                            throw new NvmlException("absent");
                        },
                        nanos::get,
                        OFTEN);
                NvmlTelemetry broken = NvmlTelemetry.start(
                        () -> {
                            tried.countDown();
                            throw new UnsatisfiedLinkError("JNA");
                        },
                        nanos::get,
                        OFTEN)) {
            tried.await();
            assertThat(absent.latest()).isEmpty();
            assertThat(broken.latest()).isEmpty();
        }
    }

    private NvmlTelemetry start(Supplier<DeviceTelemetry> read) {
        return NvmlTelemetry.start(
                () -> new NvmlTelemetry.Meter() {
                    @Override
                    public DeviceTelemetry read() {
                        return read.get();
                    }

                    @Override
                    public void close() {
                        shut.countDown();
                    }
                },
                nanos::get,
                OFTEN);
    }

    private static void awaitForEver(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static DeviceTelemetry celsius(int value) {
        return new DeviceTelemetry(
                "GPU-1",
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.of(value),
                OptionalDouble.empty());
    }
}
