package org.virnucpro.worker.model;

/** A language model that turns one sequence into one vector. Thread-safe: each thread brings its own workspace. */
public interface EmbeddingModel {

    /** Width of an embedding. */
    int width();

    Workspace newWorkspace();

    /**
     * Writes the embedding of a sequence to {@code target[at, at + width())}. Its bits depend only on the sequence and the
     * model.
     *
     * @throws IllegalArgumentException when the sequence is empty
     */
    void embed(String sequence, Workspace workspace, float[] target, int at);
}
