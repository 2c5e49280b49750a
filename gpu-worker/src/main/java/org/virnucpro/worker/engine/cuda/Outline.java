package org.virnucpro.worker.engine.cuda;

import org.virnucpro.worker.engine.cuda.model.SequenceEncoder;
import org.virnucpro.worker.model.DnabertWeights;
import org.virnucpro.worker.model.Esm2Weights;
import org.virnucpro.worker.model.ModelReader;
import org.virnucpro.worker.tokenize.Tokenizer;

/** What stays on the host of a model. */
record Outline(SequenceEncoder encoder, int width) {
    static final ModelReader<Outline> READER = new ModelReader<>() {
        @Override
        public Outline esm2(Esm2Weights weights) {
            return new Outline(SequenceEncoder.esm2(weights.config()), weights.width());
        }

        @Override
        public Outline dnabert(DnabertWeights weights, Tokenizer tokenizer) {
            return new Outline(SequenceEncoder.dnabert(tokenizer), weights.width());
        }
    };
}
