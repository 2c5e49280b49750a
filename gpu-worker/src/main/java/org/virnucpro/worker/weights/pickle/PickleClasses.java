package org.virnucpro.worker.weights.pickle;

import java.util.List;

/**
 * Decides which globals a pickle may name and what calling them means. Every method throws {@link PickleException} for
 * what it refuses.
 */
public interface PickleClasses {

    /** Called for every class or function that the pickle names, before anything else happens with it. */
    void allow(PickledGlobal global);

    /** The value of {@code callable(*arguments)}, for REDUCE and NEWOBJ. */
    Object call(PickledGlobal callable, List<?> arguments);

    /** The object behind a persistent id. */
    Object persistent(Object id);
}
