package org.virnucpro.worker.tokenize;

/** A tokenizer file is missing, damaged, or asks for something that is not supported. The message names file and key. */
public final class TokenizerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TokenizerException(String message) {
        super(message);
    }

    public TokenizerException(String message, Throwable cause) {
        super(message, cause);
    }
}
