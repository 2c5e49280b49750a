package org.virnucpro.coordinator.timeline;

/**
 * A stretch of a lane in which a worker had a task, or several of them that are drawn as one.
 *
 * @param start milliseconds of the broker's clock, of the take
 * @param end milliseconds, of the completion or the failure
 * @param task its number; of several the first
 * @param tasks how many are drawn as one
 * @param input index of the input; {@link #UNKNOWN} when that is not known, or differs
 * @param way how the worker got it
 * @param from from whose queue or list it was taken; empty for its own
 * @param stolen how many of them were stolen
 * @param failed how many of them ended without a result
 * @param busy milliseconds in which the worker had one of them
 */
record Block(
        long start, long end, int task, int tasks, int input, Way way, String from, int stolen, int failed, long busy) {

    static final int UNKNOWN = -1;

    /** How a worker gets a task. */
    enum Way {
        OWN('0'),
        STOLEN('1'),
        ADOPTED('2'),
        RETRIED('3');

        private final char digit;

        Way(char digit) {
            this.digit = digit;
        }

        /** Its sign in the JSON. */
        char digit() {
            return digit;
        }
    }

    static Block of(long start, long end, int task, int input, Way way, String from, boolean failed) {
        return new Block(start, end, task, 1, input, way, from, way == Way.STOLEN ? 1 : 0, failed ? 1 : 0, end - start);
    }

    /** This one and a later one as one. */
    Block with(Block later) {
        return new Block(
                Math.min(start, later.start),
                Math.max(end, later.end),
                task,
                tasks + later.tasks,
                input == later.input ? input : UNKNOWN,
                2 * (stolen + later.stolen) > tasks + later.tasks ? Way.STOLEN : Way.OWN,
                from.equals(later.from) ? from : "",
                stolen + later.stolen,
                failed + later.failed,
                busy + later.busy);
    }
}
