package org.virnucpro.worker.tokenize;

/** Turns a sequence into the token ids that a model was trained with. Thread-safe. */
@FunctionalInterface
public interface Tokenizer {

    /** The ids of {@code text}, with the special tokens that the model expects around it. */
    int[] encode(String text);
}
