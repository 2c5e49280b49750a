package org.virnucpro.common.sequence;

/**
 * How long a record may be.
 *
 * @param header most bytes of a header line
 * @param sequence most bytes of a sequence; longer ones are rejected, alike on every machine
 * @param memory most bytes that this process can hold; a longer sequence is an error of the file here, never a rejection,
 *     because another machine may hold it
 */
record RecordLimits(int header, int sequence, int memory) {
    /** What the format allows. */
    static final RecordLimits FORMAT = new RecordLimits(1 << 20, GrowableBytes.LONGEST, GrowableBytes.LONGEST);

    /** A sequence in a buffer that grows needs half as much again, and the program needs memory for its work. */
    private static final int SHARE_OF_HEAP = 4;

    /** The limits for the largest heap that this process may have. */
    static RecordLimits ofThisProcess() {
        long memory = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
        return new RecordLimits(FORMAT.header, FORMAT.sequence, (int) Math.min(memory, FORMAT.memory));
    }

    /** The error for a sequence above {@link #memory}. */
    FastaException tooLarge(String file, long line) {
        return new FastaException(file + ", line " + line + ": a sequence of more than " + memory
                + " bytes, a quarter of the memory that this process may take, cannot be held: give it more"
                + " (VIRNUCPRO_JAVA_OPTS=-Xmx32g), or cut the sequence into several records");
    }
}
