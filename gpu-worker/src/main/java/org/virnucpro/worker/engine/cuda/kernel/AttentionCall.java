package org.virnucpro.worker.engine.cuda.kernel;

/**
 * One attention over a batch of sequences.
 *
 * @param projected device address of [tokens, 3 width]: queries, keys, values, each head by head
 * @param context device address of [tokens, width], where the result goes
 * @param work device address of int32 [items, 3]: a sequence's first token, the token behind its last, the first of up to 64
 *     queries
 * @param headWidth a multiple of 4, at most 64
 * @param scale of the queries
 */
public record AttentionCall(long projected, long context, long work, int items, int heads, int headWidth, float scale) {

    /** Queries of one item of work. */
    public static final int QUERIES = 64;

    /** The widest head that the kernels take. */
    public static final int MAX_HEAD_WIDTH = 64;
}
