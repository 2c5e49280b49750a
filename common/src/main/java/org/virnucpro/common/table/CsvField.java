package org.virnucpro.common.table;

/** Fields as Python's csv module writes them (QUOTE_MINIMAL) with a TAB between them. */
final class CsvField {
    private CsvField() {}

    static String quoted(String field) {
        boolean plain = field.chars().noneMatch(character -> "\"\t\n\r".indexOf(character) >= 0);
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
