package org.virnucpro.worker.tokenize;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Tokens such as {@code [MASK]} that are found in the text as they are: leftmost first, of several the longest. */
final class SpecialTokens {
    static final int NONE = -1;

    private final List<Map.Entry<String, Integer>> longestFirst;
    private final String firstLetters;

    SpecialTokens(Map<String, Integer> ids) {
        longestFirst = ids.entrySet().stream()
                .sorted(Comparator.comparingInt(token -> -token.getKey().length()))
                .toList();
        StringBuilder letters = new StringBuilder();
        longestFirst.forEach(token -> letters.append(token.getKey().charAt(0)));
        firstLetters = letters.toString();
    }

    /** Which token begins at a position of the text, or {@link #NONE}. */
    int at(String text, int position) {
        if (firstLetters.indexOf(text.charAt(position)) >= 0) {
            for (int token = 0; token < longestFirst.size(); token++) {
                if (text.startsWith(longestFirst.get(token).getKey(), position)) {
                    return token;
                }
            }
        }
        return NONE;
    }

    int id(int token) {
        return longestFirst.get(token).getValue();
    }

    int length(int token) {
        return longestFirst.get(token).getKey().length();
    }
}
