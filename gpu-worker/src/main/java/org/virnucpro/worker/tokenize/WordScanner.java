package org.virnucpro.worker.tokenize;

/**
 * The pre-tokenizer "Whitespace": the matches of {@code \w+|[^\w\s]+} with Unicode classes (UTS 18, annex C), in order. A
 * 500-base window is one word.
 */
final class WordScanner {
    private final String text;
    private final int end;
    private int wordStart;
    private int wordEnd;

    WordScanner(String text, int start, int end) {
        this.text = text;
        this.end = end;
        this.wordEnd = start;
    }

    /** Moves to the next word; false at the end. */
    boolean next() {
        int position = wordEnd;
        while (position < end && isSpace(text.codePointAt(position))) {
            position += Character.charCount(text.codePointAt(position));
        }
        wordStart = position;
        if (position == end) {
            return false;
        }
        boolean letters = isWord(text.codePointAt(position));
        while (position < end) {
            int codePoint = text.codePointAt(position);
            if (isSpace(codePoint) || isWord(codePoint) != letters) {
                break;
            }
            position += Character.charCount(codePoint);
        }
        wordEnd = position;
        return true;
    }

    int start() {
        return wordStart;
    }

    int end() {
        return wordEnd;
    }

    private static boolean isSpace(int codePoint) {
        return Character.isSpaceChar(codePoint) || (codePoint >= '\t' && codePoint <= '\r') || codePoint == 0x85;
    }

    private static boolean isWord(int codePoint) {
        if (codePoint < 128) {
            return Character.isLetterOrDigit(codePoint) || codePoint == '_';
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.CONNECTOR_PUNCTUATION -> true;
            default -> Character.isAlphabetic(codePoint) || codePoint == 0x200C || codePoint == 0x200D;
        };
    }
}
