package org.virnucpro.common.sequence;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Text rules of Python 3 that the reference relies on: {@code str.split()} and {@code str.rstrip()} treat as whitespace
 * what Unicode gives the category Zs or the bidirectional class WS, B or S.
 */
final class PythonText {

    private PythonText() {}

    static boolean isWhitespace(int codePoint) {
        return (codePoint >= 0x09 && codePoint <= 0x0d)
                || (codePoint >= 0x1c && codePoint <= 0x20)
                || codePoint == 0x85
                || codePoint == 0xa0
                || codePoint == 0x1680
                || (codePoint >= 0x2000 && codePoint <= 0x200a)
                || codePoint == 0x2028
                || codePoint == 0x2029
                || codePoint == 0x202f
                || codePoint == 0x205f
                || codePoint == 0x3000;
    }

    /** {@code (text.split() or [""])[0]}. */
    static String firstWord(String text) {
        int start = 0;
        while (start < text.length() && isWhitespace(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && !isWhitespace(text.charAt(end))) {
            end++;
        }
        return text.substring(start, end);
    }

    /** End of the valid UTF-8 in [from, to) after {@code rstrip()}. */
    static int strippedEnd(byte[] utf8, int from, int to) {
        int end = to;
        while (end > from) {
            int start = end - 1;
            while (start > from && (utf8[start] & 0xc0) == 0x80) {
                start--;
            }
            if (!isWhitespace(codePoint(utf8, start, end))) {
                break;
            }
            end = start;
        }
        return end;
    }

    static boolean isUtf8(byte[] bytes, int from, int to) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer out = CharBuffer.allocate(1024);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isError()) {
                return false;
            }
            if (result.isUnderflow()) {
                return true;
            }
            out.clear();
        }
    }

    /** The code point in [start, end), or one that is no whitespace when it is longer than any whitespace is. */
    private static int codePoint(byte[] utf8, int start, int end) {
        return switch (end - start) {
            case 1 -> utf8[start];
            case 2 -> (utf8[start] & 0x1f) << 6 | (utf8[start + 1] & 0x3f);
            case 3 -> (utf8[start] & 0x0f) << 12 | (utf8[start + 1] & 0x3f) << 6 | (utf8[start + 2] & 0x3f);
            default -> Character.MAX_CODE_POINT;
        };
    }
}
