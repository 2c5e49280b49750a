package org.virnucpro.common.models;

import java.nio.file.Path;

/**
 * The files of one model.
 *
 * @param folder holds configuration and tokenizer beside the weights
 * @param weights the checkpoint: a single file, or the index of a sharded one
 */
public record ModelFiles(ModelPart part, Path folder, Path weights) {}
