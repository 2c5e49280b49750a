package org.virnucpro.worker.tokenize;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ESM-2 tokenizer: {@code <cls>}, one id per residue letter, {@code <eos>}; the alphabet "ESM-1b" of fair-esm.
 *
 * <p>White space is dropped. Letters outside the alphabet (lower case, J, *, digits) follow the Hugging Face tokenizer:
 * each maximal run of them is one {@code <unk>}; fair-esm itself fails on them. Nothing is turned into upper case.
 */
public final class EsmTokenizer implements Tokenizer {
    public static final int CLS = 0;
    public static final int EOS = 2;
    public static final int MASK = 32;

    private static final int UNKNOWN = 3;
    private static final int FIRST_RESIDUE = 4;
    private static final String RESIDUES = "LAGVSERTIDPKQNFYMHWCXBUZO.-";
    private static final List<String> ALPHABET = alphabet();
    private static final byte NONE = -1;
    private static final byte[] RESIDUE_IDS = residueIds();

    /** The 33 tokens in the order of their ids, as in the file vocab.txt. */
    public static List<String> vocabulary() {
        return ALPHABET;
    }

    @Override
    public int[] encode(String text) {
        IntList ids = new IntList(text.length() + 2);
        ids.add(CLS);
        boolean insideUnknown = false;
        int position = 0;
        while (position < text.length()) {
            char letter = text.charAt(position);
            int id = letter < RESIDUE_IDS.length ? RESIDUE_IDS[letter] : NONE;
            int special = letter == '<' ? specialAt(text, position) : NONE;
            if (id != NONE || special != NONE) {
                ids.add(id != NONE ? id : special);
                position += id != NONE ? 1 : ALPHABET.get(special).length();
                insideUnknown = false;
                continue;
            }
            boolean space = Character.isWhitespace(letter) || Character.isSpaceChar(letter);
            if (!space && !insideUnknown) {
                ids.add(UNKNOWN);
            }
            insideUnknown = !space;
            position++;
        }
        ids.add(EOS);
        return ids.toArray();
    }

    private static int specialAt(String text, int position) {
        for (int id = 0; id < ALPHABET.size(); id++) {
            String token = ALPHABET.get(id);
            if (token.length() > 1 && text.startsWith(token, position)) {
                return id;
            }
        }
        return NONE;
    }

    private static List<String> alphabet() {
        Stream<String> residues = RESIDUES.chars().mapToObj(Character::toString);
        return Stream.of(Stream.of("<cls>", "<pad>", "<eos>", "<unk>"), residues, Stream.of("<null_1>", "<mask>"))
                .flatMap(tokens -> tokens)
                .toList();
    }

    private static byte[] residueIds() {
        byte[] ids = new byte[128];
        Arrays.fill(ids, NONE);
        for (int i = 0; i < RESIDUES.length(); i++) {
            ids[RESIDUES.charAt(i)] = (byte) (FIRST_RESIDUE + i);
        }
        return ids;
    }
}
