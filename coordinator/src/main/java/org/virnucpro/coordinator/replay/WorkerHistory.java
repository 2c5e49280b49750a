package org.virnucpro.coordinator.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.virnucpro.coordinator.replay.RecordedRun.Change;
import org.virnucpro.coordinator.replay.RecordedRun.Change.Kind;
import org.virnucpro.coordinator.replay.RecordedRun.Done;
import org.virnucpro.coordinator.simulate.SimulatedWorker.Departure;
import org.virnucpro.coordinator.simulate.SimulatedWorker.Stay;

/**
 * What one worker did in a recorded run. A recording tells when a worker was heard of last, not when it was told to stop or
 * vanished: that is put in the middle of the task that it had then. Not thread-safe.
 */
final class WorkerHistory {

    /** Two events of one script, whose time is not the same to the last millisecond. */
    private static final long SAME_MILLIS = 5;

    /** A worker that is told to stop leaves so soon after its last task. */
    private static final long LEAVING_MILLIS = 1_000;

    private final List<Change> memberships = new ArrayList<>();
    private final Map<Integer, TreeSet<Long>> received = new HashMap<>();
    private final TreeSet<Long> handedBack = new TreeSet<>();
    private final List<Done> done = new ArrayList<>();

    /** Adds a change; in the order of the broker. */
    void add(Change change) {
        switch (change.kind()) {
            case JOIN, LEAVE, LOST -> memberships.add(change);
            case RECEIVED ->
                received.computeIfAbsent(change.task(), first -> new TreeSet<>())
                        .add(change.millis());
            case HANDED_BACK -> handedBack.add(change.millis());
        }
    }

    /** Adds an execution; in the order of takes. */
    void add(Done execution) {
        done.add(execution);
    }

    List<Done> done() {
        return done;
    }

    /** When it was there, in milliseconds after {@code start}. */
    List<Stay> stays(long start, double meanTaskMillis) {
        List<Stay> stays = new ArrayList<>();
        Change joined = null;
        for (Change change : memberships) {
            if (joined != null) { // a join without an end before it: its process started anew before it was missed
                stays.add(ended(joined, change, start, meanTaskMillis));
            }
            joined = change.kind() == Kind.JOIN ? change : null;
        }
        if (joined != null) {
            stays.add(new Stay(from(joined, Long.MAX_VALUE, start), Optional.empty()));
        } else if (memberships.isEmpty() && !done.isEmpty()) { // the broker had forgotten the beginning
            stays.add(new Stay((double) (done.get(0).takenMillis() - start), Optional.empty()));
        }
        return stays;
    }

    /** Milliseconds from the end of a task, which is the key, to the take of the next one, where that was in the own queue. */
    Map<Integer, Long> pauses() {
        return gaps(true);
    }

    /** The same where the next one was taken from another list. The worker may have waited for it. */
    Map<Integer, Long> pausesBeforeSteals() {
        return gaps(false);
    }

    private Map<Integer, Long> gaps(boolean own) {
        Map<Integer, Long> gaps = new HashMap<>();
        for (int task = 1; task < done.size(); task++) {
            long before = done.get(task - 1).doneMillis();
            long after = done.get(task).takenMillis();
            boolean away =
                    memberships.stream().anyMatch(change -> change.millis() >= before && change.millis() <= after);
            if (after >= before && isOwn(done.get(task)) == own && !away) {
                gaps.put(done.get(task - 1).task(), after - before);
            }
        }
        return gaps;
    }

    private boolean isOwn(Done task) {
        TreeSet<Long> times = received.getOrDefault(task.task(), new TreeSet<>());
        return times.subSet(task.takenMillis() - SAME_MILLIS, true, task.takenMillis() + SAME_MILLIS, true)
                .isEmpty();
    }

    /** A worker takes its first task when it is there, or when there is one. */
    private double from(Change joined, long gone, long start) {
        Optional<Done> first = done.stream()
                .filter(task -> task.takenMillis() >= joined.millis() && task.takenMillis() <= gone)
                .findFirst();
        long from = first.filter(this::isOwn).map(Done::takenMillis).orElse(joined.millis());
        return (double) Math.max(0, from - start);
    }

    private Stay ended(Change joined, Change end, long start, double meanTaskMillis) {
        double from = from(joined, end.millis(), start);
        double noticed = Math.max(from, (double) (end.millis() - start));
        Optional<Done> last = done.stream()
                .filter(task -> task.takenMillis() >= joined.millis() && task.doneMillis() <= end.millis())
                .reduce((earlier, later) -> later);
        double idleSince =
                last.map(task -> (double) (task.doneMillis() - start)).orElse(from);
        long since = (long) idleSince + start;
        // A worker may have come and gone before the first task that counted was taken.
        boolean ran = since <= end.millis() + SAME_MILLIS
                && !handedBack
                        .subSet(since, true, end.millis() + SAME_MILLIS, true)
                        .isEmpty();
        if (ran) {
            double gone = Math.max(from, Math.min(noticed, idleSince + meanTaskMillis / 2));
            return new Stay(from, Optional.of(new Departure(gone, noticed, false)));
        }
        double gone = noticed;
        boolean left = end.kind() == Kind.LEAVE;
        if (left && last.isPresent() && noticed - idleSince <= LEAVING_MILLIS) {
            gone = Math.max(from, idleSince - (double) last.get().elapsedMillis() / 2);
        }
        return new Stay(from, Optional.of(new Departure(gone, noticed, left)));
    }
}
