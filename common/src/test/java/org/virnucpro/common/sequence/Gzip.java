package org.virnucpro.common.sequence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;

/** Makes gzip files of several members. */
final class Gzip {

    private Gzip() {}

    static byte[] members(byte[] content, int bytesPerMember) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        int start = 0;
        do {
            int end = Math.min(start + bytesPerMember, content.length);
            try (GZIPOutputStream member = new GZIPOutputStream(file)) {
                member.write(content, start, end - start);
            }
            start = end;
        } while (start < content.length);
        return file.toByteArray();
    }
}
