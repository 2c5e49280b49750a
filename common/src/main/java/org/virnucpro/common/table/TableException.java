package org.virnucpro.common.table;

import java.io.IOException;

/** A file is not the table that it should be; the message names the file, the line and what is wrong. */
public final class TableException extends IOException {
    private static final long serialVersionUID = 1L;

    public TableException(String message) {
        super(message);
    }
}
