package org.virnucpro.common.service;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.config.HostEnvironment;

/**
 * Tells systemd how this process is, by sd_notify(3). The JDK has no datagram sockets of the family AF_UNIX, so the function of
 * libsystemd is called, which is there wherever systemd is. Thread-safe.
 */
public final class SystemdNotifier implements Consumer<String> {

    private static final Logger LOG = LoggerFactory.getLogger(SystemdNotifier.class);
    private static final String LIBRARY = "libsystemd.so.0";
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String WATCHDOG_TIME = "WATCHDOG_USEC";
    private static final String WATCHDOG_PROCESS = "WATCHDOG_PID";

    private final Function notify;

    private SystemdNotifier(Function notify) {
        this.notify = notify;
    }

    /** The supervisor of this process; empty when it was not started by systemd as {@code Type=notify}. */
    public static Optional<Consumer<String>> of(HostEnvironment environment) {
        if (environment.variable(SOCKET).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new SystemdNotifier(NativeLibrary.getInstance(LIBRARY).getFunction("sd_notify")));
        } catch (LinkageError missing) {
            LOG.error(
                    "{} cannot be used, so that systemd will not learn that this process is ready; install it, or set"
                            + " Type=exec and WatchdogSec=0 in the unit: {}",
                    LIBRARY,
                    missing.getMessage());
            return Optional.empty();
        }
    }

    /** Within what time systemd wants to hear {@code WATCHDOG=1} again; empty when it does not, or means another process. */
    public static Optional<Duration> watchdog(HostEnvironment environment, long pid) {
        boolean other = environment
                .variable(WATCHDOG_PROCESS)
                .filter(process -> !process.equals(Long.toString(pid)))
                .isPresent();
        return environment
                .variable(WATCHDOG_TIME)
                .filter(micros -> !other && micros.matches("[1-9]\\d{0,15}"))
                .map(micros -> Duration.ofNanos(Long.parseLong(micros) * 1000));
    }

    @Override
    public void accept(String message) {
        int sent = notify.invokeInt(new Object[] {0, message});
        if (sent < 0) {
            LOG.warn("systemd could not be told: error {}", -sent);
        }
    }
}
