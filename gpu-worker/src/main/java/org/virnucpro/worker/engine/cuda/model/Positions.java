package org.virnucpro.worker.engine.cuda.model;

/** How attention knows where tokens are. */
public sealed interface Positions {

    /**
     * Components turn by position * frequency.
     *
     * @param frequencies [headWidth / 2]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared or hashed
    record Rotary(float[] frequencies) implements Positions {}

    /**
     * Scores fall by slope * distance.
     *
     * @param slopes [heads]
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared or hashed
    record Alibi(float[] slopes) implements Positions {}
}
