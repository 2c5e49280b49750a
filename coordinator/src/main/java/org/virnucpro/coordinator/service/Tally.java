package org.virnucpro.coordinator.service;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Adds up counters that runs count each for themselves, so that the sum does not fall when a run is over. What a run had counted
 * before this process began to look does not count. Confined to one thread.
 */
final class Tally {

    private record Source(String run, String subject) {}

    private final Map<String, Double> totals = new HashMap<>();
    private final Map<Source, Double> last = new HashMap<>();

    /**
     * A run's counter stands so now.
     *
     * @param earlier whether the run went on before this process began to look
     */
    void seen(String run, String subject, double count, boolean earlier) {
        Double before = last.put(new Source(run, subject), count);
        double more = before == null ? (earlier ? 0 : count) : Math.max(0, count - before);
        totals.merge(subject, more, Double::sum);
    }

    double of(String subject) {
        return totals.getOrDefault(subject, 0.0);
    }

    /** Forgets runs and subjects that are not there any more. */
    void keep(Set<String> runs, Set<String> subjects) {
        for (Iterator<Source> all = last.keySet().iterator(); all.hasNext(); ) {
            Source source = all.next();
            if (!runs.contains(source.run()) || !subjects.contains(source.subject())) {
                all.remove();
            }
        }
        totals.keySet().retainAll(subjects);
    }
}
