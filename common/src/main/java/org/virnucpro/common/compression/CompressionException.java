package org.virnucpro.common.compression;

import java.io.IOException;

/** Compressed data are damaged, truncated or of a kind that is not read. The message names file, place and way out. */
public final class CompressionException extends IOException {
    private static final long serialVersionUID = 1L;

    CompressionException(String message) {
        super(message);
    }

    CompressionException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * For damaged data.
     *
     * @param what a verb and its object, such as "fails its checksum"
     * @param offset bytes of the file that had been read
     */
    static CompressionException damaged(Compression format, String file, String what, long offset) {
        return new CompressionException("the " + format.tool() + " file " + file + " " + what + ", at or before byte "
                + offset + ": it is damaged; copy it again, and test it with " + format.tool() + " -t");
    }
}
