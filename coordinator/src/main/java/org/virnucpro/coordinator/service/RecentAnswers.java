package org.virnucpro.coordinator.service;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.coordinator.http.Handler;
import org.virnucpro.coordinator.http.Request;
import org.virnucpro.coordinator.http.Response;

/**
 * Gives the same answer to the same question for a second, so that many pages ask the broker no more than one. Thread-safe;
 * equal questions at the same time wait for one answer.
 */
final class RecentAnswers {

    private static final Duration AGE = Duration.ofSeconds(1);
    private static final int KEPT = 64;
    private static final int LARGEST = 1 << 20;

    private record Known(long nanos, Response response) {}

    private static final class Slot {
        private Known known = new Known(0, Response.text(""));
        private boolean filled;
    }

    private final Ticker ticker;
    private final Map<String, Slot> slots = new LinkedHashMap<>(KEPT, 0.75F, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Slot> eldest) {
            return size() > KEPT;
        }
    };

    RecentAnswers(Ticker ticker) {
        this.ticker = ticker;
    }

    /** A handler that asks another one at most once per second for the same. */
    Handler of(Handler handler) {
        return request -> answer(handler, request);
    }

    private Response answer(Handler handler, Request request) {
        Slot slot;
        synchronized (slots) {
            slot = slots.computeIfAbsent(request.path() + "?" + request.query(), key -> new Slot());
        }
        synchronized (slot) {
            if (slot.filled && ticker.nanos() - slot.known.nanos() < AGE.toNanos()) {
                return slot.known.response();
            }
            Response response = handler.handle(request);
            slot.filled = response instanceof Response.Whole whole && whole.body().length <= LARGEST;
            if (slot.filled) {
                slot.known = new Known(ticker.nanos(), response);
            }
            return response;
        }
    }
}
