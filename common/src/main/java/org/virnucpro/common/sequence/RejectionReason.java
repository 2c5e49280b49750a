package org.virnucpro.common.sequence;

/** Why a record cannot be processed. */
public enum RejectionReason {
    /** A header without a base; stops VirNucPro with a ZeroDivisionError. */
    EMPTY_RECORD("empty_record"),
    /** A sequence character outside ASCII; stops VirNucPro with a UnicodeEncodeError. */
    NON_ASCII_BASE("non_ascii_base"),
    /** Bytes that are not UTF-8; stop VirNucPro with a UnicodeDecodeError. */
    INVALID_UTF8("invalid_utf8"),
    /** A byte order mark in front of the first header; VirNucPro skips such a record silently. */
    BYTE_ORDER_MARK("byte_order_mark"),
    /** A header line above 1 MiB. */
    HEADER_TOO_LONG("header_too_long"),
    /** A sequence above 2^31 - 9 bytes. */
    RECORD_TOO_LONG("record_too_long");

    private final String code;

    RejectionReason(String code) {
        this.code = code;
    }

    /** The word in the column {@code reason} of failed.tsv. */
    public String code() {
        return code;
    }
}
