package org.virnucpro.coordinator.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** Counts by labels, of which there are at most so many; all further ones are counted as {@code other}. Confined to one thread. */
final class BoundedCounts {

    static final String OTHER = "other";

    private final int most;
    private final int labels;
    private final Map<List<String>, Long> counts = new LinkedHashMap<>();

    /**
     * @param most combinations of labels that are told apart
     * @param labels how many labels a combination has
     */
    BoundedCounts(int most, int labels) {
        this.most = most;
        this.labels = labels;
    }

    void add(long count, String... values) {
        List<String> key = List.of(values);
        if (!counts.containsKey(key) && counts.size() >= most) {
            key = java.util.Collections.nCopies(labels, OTHER);
        }
        counts.merge(key, count, Long::sum);
    }

    /** Forgets combinations with a label that is not among these. */
    void keep(Set<String> known) {
        counts.keySet().removeIf(key -> key.stream().anyMatch(label -> !label.equals(OTHER) && !known.contains(label)));
    }

    void forEach(BiConsumer<String[], Long> action) {
        counts.forEach((key, count) -> action.accept(key.toArray(String[]::new), count));
    }
}
