package org.virnucpro.common.queue;

/**
 * When queues are unequal enough for stealing to pay: {@code max >= minimum AND (max > factor * min OR max - min >=
 * difference)} over the depths of the workers' own queues, thief included. The rule of the planning document; the stealing
 * script checks it atomically with the pop.
 *
 * @param minimum smallest depth of the longest queue
 * @param factor times the shortest queue
 * @param difference tasks between the longest and the shortest queue
 */
public record ImbalanceThreshold(int minimum, int factor, int difference) {

    /** 3, 2, 3: the numbers of the planning document. */
    public static final ImbalanceThreshold DEFAULT = new ImbalanceThreshold(3, 2, 3);

    public ImbalanceThreshold {
        if (minimum < 1 || factor < 1 || difference < 1) {
            throw new IllegalArgumentException(
                    "threshold numbers must be at least 1: " + minimum + ", " + factor + ", " + difference);
        }
    }

    /** Whether queues whose longest has {@code max} tasks and whose shortest has {@code min} are unequal enough. */
    public boolean isMet(long max, long min) {
        return max >= minimum && (max > factor * min || max - min >= difference);
    }
}
