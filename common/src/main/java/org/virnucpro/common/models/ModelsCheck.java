package org.virnucpro.common.models;

/**
 * Looks whether models can be used together, without reading their numbers: tensors present, shapes as configured, widths
 * that fit the classifier. Found through {@link java.util.ServiceLoader}, so that a command can check models before it
 * plans a run, without knowing the module that computes.
 */
public interface ModelsCheck {

    /**
     * Checks all three.
     *
     * @throws ModelsException naming both sides of what does not fit
     */
    void check(ModelsFolder models);

    /**
     * Checks a classifier alone, where another program brings the language models.
     *
     * @throws ModelsException when it is no classifier
     */
    void checkClassifier(ModelFiles classifier);
}
