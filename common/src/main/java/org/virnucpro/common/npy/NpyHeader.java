package org.virnucpro.common.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a {@code .npy} file, version 1.0: the magic {@code \x93NUMPY}, two version bytes, a 16-bit little-endian
 * length, and that many bytes of a Python dictionary that ends in a newline.
 *
 * @param shape the dimensions, outermost first; each is below 2^31 when read from a file
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 */
public record NpyHeader(List<Long> shape) {

    /** Bytes before the dictionary. */
    public static final int PREFIX_BYTES = 10;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int ALIGNMENT = 64;
    /** NumPy leaves room for the first dimension to grow to this many digits in place. */
    private static final int FIRST_DIMENSION_DIGITS = 21;

    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*('[^']*'|\\[)");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9, ]{0,80})\\)");
    private static final Pattern COMMA = Pattern.compile(",");

    /** Length of the dictionary in bytes, from the first {@link #PREFIX_BYTES} bytes of {@code file}. */
    public static int dictionaryBytes(byte[] prefix, String file) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (prefix[i] != MAGIC[i]) {
                throw new NpyException(file + ": not a .npy file (it does not begin with \\x93NUMPY)");
            }
        }
        if (prefix[6] != 1 || prefix[7] != 0) {
            throw new NpyException(file + ": .npy version " + prefix[6] + "." + prefix[7]
                    + "; only 1.0 is read (numpy.save writes it)");
        }
        return Short.toUnsignedInt(
                ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getShort(8));
    }

    /** Reads a dictionary; {@code file} is used in messages. */
    public static NpyHeader parse(byte[] dictionary, String file) {
        String text = new String(dictionary, ISO_8859_1);
        String type = field(TYPE, text, "descr", file);
        if (!type.equals("'<f4'")) {
            throw new NpyException(
                    file + ": numbers of type " + type + "; expected '<f4' (save with array.astype('<f4'))");
        }
        if (!field(FORTRAN, text, "fortran_order", file).equals("False")) {
            throw new NpyException(file + ": Fortran order; expected C order (save with numpy.ascontiguousarray)");
        }
        List<Long> shape = COMMA.splitAsStream(field(SHAPE, text, "shape", file))
                .filter(dimension -> !dimension.isBlank())
                .map(dimension -> dimension(dimension.strip(), file))
                .toList();
        return new NpyHeader(shape);
    }

    private static String field(Pattern pattern, String text, String key, String file) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new NpyException(file + ": damaged .npy header: no valid '" + key + "' in it");
        }
        return matcher.group(1);
    }

    private static long dimension(String text, String file) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new NpyException(file + ": damaged .npy header: dimension '" + text + "'", e);
        }
    }

    /** The header as NumPy writes it: padded so that the numbers begin at a multiple of 64 bytes. */
    byte[] encode() {
        String dimensions =
                String.join(", ", shape.stream().map(String::valueOf).toList());
        String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + dimensions
                + (shape.size() == 1 ? "," : "") + "), }";
        int growth = FIRST_DIMENSION_DIGITS - String.valueOf(shape.get(0)).length();
        int unpadded = PREFIX_BYTES + dictionary.length() + growth + 1;
        int total = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String padded = dictionary + " ".repeat(total - PREFIX_BYTES - dictionary.length() - 1) + "\n";
        return ByteBuffer.allocate(total)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) padded.length())
                .put(padded.getBytes(ISO_8859_1))
                .array();
    }
}
