package org.virnucpro.common.cli;

/** Exit codes of every command: picocli's 0 to 2, then sysexits.h. */
public final class ExitCodes {
    /** Done; also when no virus was found. */
    public static final int OK = 0;
    /** A fault of this program. */
    public static final int INTERNAL = 1;
    /** The command line is wrong. */
    public static final int USAGE = 2;
    /** Some records failed; they are listed in failed.tsv. */
    public static final int PARTIAL = 3;
    /** A person gave the run up with {@code virnucpro cancel}. */
    public static final int CANCELLED = 4;
    /** The input holds no record. */
    public static final int BAD_INPUT = 65;
    /** An input file is missing or cannot be read. */
    public static final int NO_INPUT = 66;
    /** The broker, the coordinator or all workers are gone. */
    public static final int UNAVAILABLE = 69;
    /** The output cannot be written. */
    public static final int CANNOT_CREATE = 73;
    /** A passing fault (GPU lost, out of memory): safe to retry. */
    public static final int TEMPORARY = 75;
    /** Configuration or models do not fit. */
    public static final int CONFIG = 78;
    /** Stopped by Ctrl-C after a clean drain. */
    public static final int INTERRUPTED = 130;
    /** Stopped by SIGTERM after a clean drain. */
    public static final int TERMINATED = 143;

    private ExitCodes() {}
}
