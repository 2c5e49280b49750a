package org.virnucpro.worker.weights.pickle;

/** Python's {@code None}. */
public enum PickleNone {
    NONE
}
