package org.virnucpro.worker.tokenize;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * The byte-pair tokenizer of DNABERT-2 and DNABERT-S, read from a Hugging Face {@code tokenizer.json}: special tokens are
 * found first, the rest is cut into words, each word is merged. Every character outside the vocabulary (N, lower case) is
 * one {@code [UNK]} that nothing merges across. Blocks for truncation and padding are ignored, as the Hugging Face call
 * {@code tokenizer(sequence)} does.
 */
public final class BpeTokenizer implements Tokenizer {
    private static final int ASCII = 128;

    private final BpeVocabulary vocabulary;
    private final int[] asciiIds = new int[ASCII];

    BpeTokenizer(BpeVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        Arrays.setAll(asciiIds, letter -> vocabulary.characters().getOrDefault(letter, vocabulary.unknown()));
    }

    /**
     * Reads {@code tokenizer.json}.
     *
     * @throws TokenizerException when it cannot be read or is of another kind; names the file and the key
     */
    public static BpeTokenizer read(Path file) {
        return new BpeTokenizer(TokenizerJson.read(file));
    }

    /** The largest id that {@link #encode} can give. */
    public int highestId() {
        return vocabulary.highestId();
    }

    @Override
    public int[] encode(String text) {
        IntList ids = new IntList(text.length() / 2 + 8);
        BytePairMerger merger = new BytePairMerger(vocabulary.merges());
        ids.addAll(vocabulary.before());
        int start = 0;
        int position = 0;
        while (position < text.length()) {
            int special = vocabulary.special().at(text, position);
            if (special == SpecialTokens.NONE) {
                position++;
                continue;
            }
            encodeWords(text, new WordScanner(text, start, position), merger, ids);
            ids.add(vocabulary.special().id(special));
            position += vocabulary.special().length(special);
            start = position;
        }
        encodeWords(text, new WordScanner(text, start, position), merger, ids);
        ids.addAll(vocabulary.after());
        return ids.toArray();
    }

    private void encodeWords(String text, WordScanner words, BytePairMerger merger, IntList ids) {
        while (words.next()) {
            int[] symbols = merger.symbols(words.end() - words.start());
            int length = 0;
            int codePoint;
            for (int at = words.start(); at < words.end(); at += Character.charCount(codePoint)) {
                codePoint = text.codePointAt(at);
                symbols[length++] = idOf(codePoint);
            }
            merger.merge(length, ids);
        }
    }

    private int idOf(int codePoint) {
        return codePoint < ASCII
                ? asciiIds[codePoint]
                : vocabulary.characters().getOrDefault(codePoint, vocabulary.unknown());
    }
}
