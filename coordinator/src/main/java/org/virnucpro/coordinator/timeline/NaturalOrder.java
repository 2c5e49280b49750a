package org.virnucpro.coordinator.timeline;

import java.util.Comparator;

/** Names in the order in which people count: gpu-2 before gpu-10. Consistent with equals. */
final class NaturalOrder implements Comparator<String> {

    @Override
    public int compare(String one, String other) {
        int first = 0;
        int second = 0;
        while (first < one.length() && second < other.length()) {
            if (isDigit(one.charAt(first)) && isDigit(other.charAt(second))) {
                int firstEnd = digits(one, first);
                int secondEnd = digits(other, second);
                int order = compareNumbers(one.substring(first, firstEnd), other.substring(second, secondEnd));
                if (order != 0) {
                    return order;
                }
                first = firstEnd;
                second = secondEnd;
            } else if (one.charAt(first) != other.charAt(second)) {
                return Character.compare(one.charAt(first), other.charAt(second));
            } else {
                first++;
                second++;
            }
        }
        int order = Integer.compare(one.length() - first, other.length() - second);
        return order != 0 ? order : one.compareTo(other);
    }

    private static int compareNumbers(String one, String other) {
        String first = withoutZeros(one);
        String second = withoutZeros(other);
        return first.length() != second.length()
                ? Integer.compare(first.length(), second.length())
                : first.compareTo(second);
    }

    private static String withoutZeros(String digits) {
        int start = 0;
        while (start < digits.length() - 1 && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }

    private static int digits(String name, int from) {
        int end = from;
        while (end < name.length() && isDigit(name.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }
}
