package org.virnucpro.worker.weights.pickle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;

/** The opcodes that push a value which stands in the pickle itself, or an empty container. */
final class PickleLiterals {

    private static final int MAX_LONG_BITS = 63;

    private PickleLiterals() {}

    static Object read(PickleOpcode opcode, PickleInput input) {
        return switch (opcode) {
            case NONE -> PickleNone.NONE;
            case NEWTRUE -> true;
            case NEWFALSE -> false;
            case BININT -> (long) input.readBytes(4).getInt();
            case BININT1 -> (long) input.readByte();
            case BININT2 -> (long) input.readBytes(2).getChar();
            case LONG1 -> integer(input.readBytes(input.readByte()));
            case BINFLOAT -> input.readBytes(8).order(ByteOrder.BIG_ENDIAN).getDouble();
            case BINUNICODE ->
                text(input.readBytes(Integer.toUnsignedLong(input.readBytes(4).getInt())), UTF_8);
            case SHORT_BINUNICODE -> text(input.readBytes(input.readByte()), UTF_8);
            case SHORT_BINSTRING -> text(input.readBytes(input.readByte()), ISO_8859_1);
            case EMPTY_TUPLE -> List.of();
            case EMPTY_LIST -> new ArrayList<>();
            case EMPTY_DICT -> new LinkedHashMap<>();
            case EMPTY_SET -> new LinkedHashSet<>();
            default -> throw new IllegalStateException(opcode + " pushes no literal");
        };
    }

    private static String text(ByteBuffer bytes, Charset charset) {
        return charset.decode(bytes).toString();
    }

    /** Little-endian two's complement of any length; none means zero. */
    private static Object integer(ByteBuffer bytes) {
        byte[] bigEndian = new byte[bytes.remaining() + 1];
        for (int i = bigEndian.length - 1; bytes.hasRemaining(); i--) {
            bigEndian[i] = bytes.get();
        }
        bigEndian[0] = bigEndian.length > 1 && bigEndian[1] < 0 ? (byte) -1 : 0;
        BigInteger value = new BigInteger(bigEndian);
        if (value.bitLength() <= MAX_LONG_BITS) {
            return value.longValue();
        }
        return value;
    }
}
