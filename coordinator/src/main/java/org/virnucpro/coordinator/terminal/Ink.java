package org.virnucpro.coordinator.terminal;

/** Colours of a terminal (ECMA-48 SGR), or none of them. The text says the same without. */
public enum Ink {
    PLAIN,
    COLOURED;

    String strong(String text) {
        return sgr("1", text);
    }

    String faint(String text) {
        return sgr("2", text);
    }

    String good(String text) {
        return sgr("32", text);
    }

    String notable(String text) {
        return sgr("33", text);
    }

    String bad(String text) {
        return sgr("31", text);
    }

    private String sgr(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
