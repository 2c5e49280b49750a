package org.virnucpro.worker.engine.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line into words as a POSIX shell does: at spaces, with 'single' and "double" quotes and backslashes.
 * Nothing is expanded, because no shell runs the command: what is started is the program itself, so that killing its
 * process ends it.
 */
public final class CommandWords {

    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    private CommandWords(String line) {
        this.line = line;
    }

    /**
     * The words of a line.
     *
     * @throws IllegalArgumentException when there is no word, or a quote is not closed */
    public static List<String> of(String line) {
        return new CommandWords(line).split();
    }

    private List<String> split() {
        for (int at = 0; at < line.length(); at++) {
            char letter = line.charAt(at);
            if (letter == '\'' || letter == '"') {
                at = quoted(at + 1, letter);
            } else if (letter == '\\' && at + 1 < line.length()) {
                append(line.charAt(++at));
            } else if (Character.isWhitespace(letter)) {
                endWord();
            } else {
                append(letter);
            }
        }
        endWord();
        if (words.isEmpty()) {
            throw new IllegalArgumentException("the engine command is empty");
        }
        return List.copyOf(words);
    }

    /** Reads up to the closing quote and returns its place. */
    private int quoted(int start, char quote) {
        inWord = true;
        for (int at = start; at < line.length(); at++) {
            char letter = line.charAt(at);
            if (letter == quote) {
                return at;
            }
            boolean escape = quote == '"' && letter == '\\' && at + 1 < line.length();
            append(escape && "\"\\".indexOf(line.charAt(at + 1)) >= 0 ? line.charAt(++at) : letter);
        }
        throw new IllegalArgumentException("a quote is not closed in the engine command: " + line);
    }

    private void append(char letter) {
        inWord = true;
        word.append(letter);
    }

    private void endWord() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
