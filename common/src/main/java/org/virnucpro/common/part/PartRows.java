package org.virnucpro.common.part;

/** What tells a row from the JSON lines around it: three tabs, which JSON text never contains. */
final class PartRows {

    private PartRows() {}

    static boolean isRow(byte[] line) {
        int tabs = 0;
        for (byte character : line) {
            if (character == '\n') {
                return false;
            }
            tabs += character == '\t' ? 1 : 0;
        }
        return tabs == 3;
    }
}
