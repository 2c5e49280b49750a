package org.virnucpro.coordinator.timeline;

import java.util.zip.CRC32;

/**
 * A timeline at one moment.
 *
 * @param json what {@link TimelineJson} wrote
 * @param tag changes with the content
 */
@SuppressWarnings("ArrayRecordComponent") // never compared or hashed
public record TimelineView(byte[] json, String tag) {

    static TimelineView of(RunTimeline timeline, RunContext context) {
        byte[] json = TimelineJson.bytes(timeline, context);
        CRC32 sum = new CRC32();
        sum.update(json);
        return new TimelineView(json, Long.toHexString(sum.getValue()) + "-" + Integer.toHexString(json.length));
    }
}
