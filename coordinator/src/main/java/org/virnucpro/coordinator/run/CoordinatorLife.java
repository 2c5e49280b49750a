package org.virnucpro.coordinator.run;

import java.time.Duration;
import java.util.function.IntSupplier;
import org.virnucpro.common.service.ServiceState;
import org.virnucpro.common.time.Ticker;

/**
 * How a coordinator is: ready when its broker has heard of it, moving as long as it looks at the list of runs again and again. A
 * broker that does not answer is no fault of this process; starting it anew would not help. Thread-safe.
 */
final class CoordinatorLife implements ServiceState {

    /** Longer than a broker that does not answer can hold up one look. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private final Ticker ticker;
    private final IntSupplier runs;
    private volatile long lastLook;
    private volatile boolean heard;
    private volatile boolean silent;
    private volatile boolean stopping;

    /** @param runs how many are executed now */
    CoordinatorLife(Ticker ticker, IntSupplier runs) {
        this.ticker = ticker;
        this.runs = runs;
        this.lastLook = ticker.nanos();
    }

    /** A look at the list of runs begins. */
    void looks() {
        lastLook = ticker.nanos();
    }

    void brokerAnswers() {
        heard = true;
        silent = false;
    }

    void brokerIsSilent() {
        silent = true;
    }

    void stops() {
        stopping = true;
    }

    @Override
    public Phase phase() {
        if (stopping) {
            return Phase.STOPPING;
        }
        return heard ? Phase.SERVING : Phase.STARTING;
    }

    @Override
    public boolean isMoving() {
        return ticker.nanos() - lastLook < LONGEST_PAUSE.toNanos();
    }

    @Override
    public String words() {
        int executing = runs.getAsInt();
        String work = executing == 0 ? "no run" : executing == 1 ? "1 run" : executing + " runs";
        return work + (silent ? ", the broker does not answer" : "");
    }
}
