package org.virnucpro.coordinator.plan;

import org.virnucpro.common.sequence.FastaException;

/** An input cannot be read, or is not what it was. The message names the file and says why. */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the file can be read but its content is damaged or no FASTA. */
    public boolean isOfContent() {
        return getCause() instanceof FastaException;
    }
}
