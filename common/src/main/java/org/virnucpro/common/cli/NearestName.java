package org.virnucpro.common.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a person may have meant: the known name with the fewest changed, added or left out letters (Levenshtein 1966). */
final class NearestName {

    private NearestName() {}

    /** The nearest of the known names; empty when more than half of the letters would have to change. */
    static Optional<String> of(String name, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(nearest -> 2 * distance(name, nearest) <= Math.max(name.length(), nearest.length()));
    }

    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(diagonal, row[column - 1]));
            }
        }
        return row[to.length()];
    }
}
