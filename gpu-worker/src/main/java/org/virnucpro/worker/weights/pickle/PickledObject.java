package org.virnucpro.worker.weights.pickle;

/** An instance of a class as the record that the pickle makes of it: a name and a state. */
public final class PickledObject {

    private final PickledGlobal type;
    private Object state = PickleNone.NONE;

    public PickledObject(PickledGlobal type) {
        this.type = type;
    }

    public PickledGlobal type() {
        return type;
    }

    /** What BUILD set, usually a map of attributes; {@link PickleNone} before that. */
    public Object state() {
        return state;
    }

    void build(Object newState) {
        state = newState;
    }
}
