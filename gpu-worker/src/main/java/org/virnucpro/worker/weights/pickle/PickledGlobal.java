package org.virnucpro.worker.weights.pickle;

/** A class or function that a pickle names. Nothing is loaded for it. */
public record PickledGlobal(String module, String name) {

    @Override
    public String toString() {
        return module + "." + name;
    }
}
