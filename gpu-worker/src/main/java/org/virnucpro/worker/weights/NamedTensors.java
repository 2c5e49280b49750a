package org.virnucpro.worker.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The tensors of one file by name, in the order of the file. Filled by one thread, then read by any. */
final class NamedTensors {

    private final String file;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    NamedTensors(String file) {
        this.file = file;
    }

    void add(String name, StoredTensor tensor) {
        if (tensors.put(name, tensor) != null) {
            throw new WeightsException(file + ": two tensors named '" + name + "'");
        }
    }

    Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    FloatTensor read(String name) {
        return stored(name).read(file + ": tensor '" + name + "'");
    }

    TensorOutline outline(String name) {
        return stored(name).outline();
    }

    private StoredTensor stored(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw missing(file, name, tensors.keySet());
        }
        return tensor;
    }

    /** Names the tensor, and a few of those that are there: a prefix too much or too little is the usual reason. */
    static WeightsException missing(String file, String name, Set<String> present) {
        String some = String.join(", ", present.stream().limit(3).toList());
        return new WeightsException(
                file + ": no tensor '" + name + "'; it holds " + present.size() + ": " + some + ", ...");
    }
}
