package org.virnucpro.common.sequence;

import java.io.IOException;

/** The content of a file cannot be read as FASTA at all; the message names the file and says what to do. */
public final class FastaException extends IOException {
    private static final long serialVersionUID = 1L;

    public FastaException(String message) {
        super(message);
    }

    FastaException(String message, Throwable cause) {
        super(message, cause);
    }
}
