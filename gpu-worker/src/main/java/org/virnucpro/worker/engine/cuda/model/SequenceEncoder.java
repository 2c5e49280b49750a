package org.virnucpro.worker.engine.cuda.model;

import java.util.Arrays;
import org.virnucpro.worker.model.Esm2Config;
import org.virnucpro.worker.model.Esm2Model;
import org.virnucpro.worker.tokenize.EsmTokenizer;
import org.virnucpro.worker.tokenize.Tokenizer;

/** From letters to what a model embeds. Thread-safe. */
@FunctionalInterface
public interface SequenceEncoder {

    /**
     * The tokens of a sequence and what its mean counts.
     *
     * @throws IllegalArgumentException when the sequence has nothing to embed
     */
    EncodedSequence encode(String sequence);

    /** Means over the residues; mask tokens are hidden and the others scaled, see {@link Esm2Model}. */
    static SequenceEncoder esm2(Esm2Config config) {
        EsmTokenizer tokenizer = new EsmTokenizer();
        return sequence -> {
            int[] tokens = tokenizer.encode(sequence);
            int residues = Math.min(tokens.length - 2, Esm2Model.POOLED_RESIDUES);
            if (residues == 0) {
                throw new IllegalArgumentException("a protein without residues has no embedding");
            }
            float[] scales = new float[tokens.length];
            float factor = config.tokenDropout() ? Esm2Model.dropoutFactor(tokens) : 1f;
            for (int i = 0; i < tokens.length; i++) {
                scales[i] = config.tokenDropout() && tokens[i] == EsmTokenizer.MASK ? 0 : factor;
            }
            return new EncodedSequence(tokens, scales, 1, residues);
        };
    }

    /** Means over all tokens. */
    static SequenceEncoder dnabert(Tokenizer tokenizer) {
        return sequence -> {
            if (sequence.isEmpty()) {
                throw new IllegalArgumentException("a sequence without bases has no embedding");
            }
            int[] tokens = tokenizer.encode(sequence);
            float[] scales = new float[tokens.length];
            Arrays.fill(scales, 1f);
            return new EncodedSequence(tokens, scales, 0, tokens.length);
        };
    }
}
