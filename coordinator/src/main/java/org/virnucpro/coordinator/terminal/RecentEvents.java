package org.virnucpro.coordinator.terminal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.virnucpro.common.queue.QueueEvent;

/** The last steals and failures of a run, newest last. A batch that is stolen at once is one steal. Not thread-safe. */
public final class RecentEvents {

    private static final int STEALS = 5;
    private static final int FAILURES = 3;
    private static final int TIME_FROM = 11;
    private static final int TIME_TO = 19;

    private record Steal(QueueEvent first, int tasks) {}

    private final Deque<Steal> steals = new ArrayDeque<>();
    private final Deque<String> failures = new ArrayDeque<>();

    /** Takes the next event of the broker. */
    public void add(QueueEvent event) {
        switch (event.type()) {
            case STEAL -> steal(event);
            case DEAD -> failure(event, "task " + number(event) + " is given up: " + event.reason());
            case REQUEUE -> failure(event, "task " + number(event) + " on " + event.source() + ": " + event.reason());
            case LOST -> failure(event, event.source() + " stopped without a word");
            default -> {}
        }
    }

    /** A line for each steal, with the arrow of {@code glyphs}. */
    public List<String> steals(Glyphs glyphs) {
        List<String> lines = new ArrayList<>();
        for (Steal steal : steals) {
            QueueEvent first = steal.first();
            lines.add(time(first) + "  " + first.destination() + " " + glyphs.steals() + " " + first.source() + "  "
                    + (steal.tasks() == 1 ? "task " + number(first) : steal.tasks() + " tasks"));
        }
        return lines;
    }

    /** A line for each failure. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    private void steal(QueueEvent event) {
        Steal last = steals.peekLast();
        if (last != null
                && last.first().time().equals(event.time())
                && last.first().source().equals(event.source())
                && last.first().destination().equals(event.destination())) {
            steals.removeLast();
            steals.addLast(new Steal(last.first(), last.tasks() + 1));
            return;
        }
        steals.addLast(new Steal(event, 1));
        if (steals.size() > STEALS) {
            steals.removeFirst();
        }
    }

    private void failure(QueueEvent event, String text) {
        failures.addLast(time(event) + "  " + text);
        if (failures.size() > FAILURES) {
            failures.removeFirst();
        }
    }

    private static String time(QueueEvent event) {
        return event.time().toString().substring(TIME_FROM, TIME_TO);
    }

    private static String number(QueueEvent event) {
        return event.task().map(Object::toString).orElse("?");
    }
}
