package org.virnucpro.worker.engine.cuda;

import org.virnucpro.worker.engine.cuda.kernel.Kernels;
import org.virnucpro.worker.engine.cuda.model.DeviceModel;
import org.virnucpro.worker.engine.cuda.model.DnabertOnDevice;
import org.virnucpro.worker.engine.cuda.model.Esm2OnDevice;
import org.virnucpro.worker.model.DnabertWeights;
import org.virnucpro.worker.model.Esm2Weights;
import org.virnucpro.worker.model.ModelReader;
import org.virnucpro.worker.tokenize.Tokenizer;

/** Moves a model to the GPU. */
record DeviceModelReader(Kernels kernels) implements ModelReader<DeviceModel> {

    @Override
    public DeviceModel esm2(Esm2Weights weights) {
        return new Esm2OnDevice(kernels, weights);
    }

    @Override
    public DeviceModel dnabert(DnabertWeights weights, Tokenizer tokenizer) {
        return new DnabertOnDevice(kernels, weights);
    }
}
