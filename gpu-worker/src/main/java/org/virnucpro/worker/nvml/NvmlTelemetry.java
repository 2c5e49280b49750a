package org.virnucpro.worker.nvml;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.DeviceTelemetry;
import org.virnucpro.common.device.TelemetrySource;
import org.virnucpro.common.time.Ticker;

/**
 * Measures one GPU every two seconds, on a thread of its own: a driver that hangs takes nothing with it but the telemetry.
 * Thread-safe.
 */
public final class NvmlTelemetry implements TelemetrySource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NvmlTelemetry.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** Intervals after which a measurement is too old to be passed on. */
    private static final int OLDEST = 4;

    /** An open library, of which one GPU is asked for; its calls may block and fail. */
    interface Meter extends AutoCloseable {
        /**
         * Measures.
         *
         * @throws NvmlException when the GPU does not answer
         */
        DeviceTelemetry read();

        @Override
        void close();
    }

    /** Loads the library, which may block, too. */
    interface Opening {
        /**
         * Loads.
         *
         * @throws NvmlException when there is none
         */
        Meter open();
    }

    private record Reading(DeviceTelemetry telemetry, long nanos) {}

    private final Opening opening;
    private final Ticker ticker;
    private final Duration interval;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Reading last;
    private String said = ""; // confined to the thread

    private NvmlTelemetry(Opening opening, Ticker ticker, Duration interval) {
        this.opening = opening;
        this.ticker = ticker;
        this.interval = interval;
    }

    /** Begins to measure a GPU. Returns at once. */
    public static NvmlTelemetry start(String uuid, HostEnvironment environment, Ticker ticker) {
        return start(
                () -> {
                    Nvml nvml = Nvml.open(environment);
                    return new Meter() {
                        @Override
                        public DeviceTelemetry read() {
                            return nvml.telemetry(uuid);
                        }

                        @Override
                        public void close() {
                            nvml.close();
                        }
                    };
                },
                ticker,
                INTERVAL);
    }

    static NvmlTelemetry start(Opening opening, Ticker ticker, Duration interval) {
        NvmlTelemetry telemetry = new NvmlTelemetry(opening, ticker, interval);
        Thread thread = new Thread(telemetry::run, "worker-telemetry");
        thread.setDaemon(true);
        thread.start();
        return telemetry;
    }

    @Override
    public Optional<DeviceTelemetry> latest() {
        Reading reading = last;
        return reading == null || ticker.nanos() - reading.nanos() > interval.toNanos() * OLDEST
                ? Optional.empty()
                : Optional.of(reading.telemetry());
    }

    /** Does not wait for the thread: it may hang in the driver. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try (Meter meter = opening.open()) {
            do {
                look(meter);
            } while (!closed.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (NvmlException absent) {
            LOG.info("no telemetry of the GPU: {}", absent.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError bug) {
            LOG.warn("no telemetry of the GPU any more, for a reason of this program", bug);
        }
    }

    private void look(Meter meter) {
        try {
            long before = ticker.nanos();
            last = new Reading(meter.read(), before);
            said = "";
        } catch (NvmlException failure) {
            last = null;
            if (!said.equals(failure.getMessage())) {
                said = String.valueOf(failure.getMessage());
                LOG.warn("no telemetry of the GPU for now: {}", said);
            }
        }
    }
}
