package org.virnucpro.worker.weights;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.virnucpro.worker.weights.pickle.PickleClasses;
import org.virnucpro.worker.weights.pickle.PickleException;
import org.virnucpro.worker.weights.pickle.PickledGlobal;
import org.virnucpro.worker.weights.pickle.PickledObject;

/**
 * The few classes and functions that checkpoints of this project's models consist of. Everything else is refused by its
 * name. One instance per file. Not thread-safe.
 */
final class TorchClasses implements PickleClasses {

    private static final String REBUILD_TENSOR = "torch._utils._rebuild_tensor_v2";
    private static final String REBUILD_PARAMETER = "torch._utils._rebuild_parameter";
    private static final String ORDERED_DICT = "collections.OrderedDict";
    private static final Set<String> SET = Set.of("__builtin__.set", "builtins.set");
    private static final Set<String> FUNCTIONS = Set.of(REBUILD_TENSOR, REBUILD_PARAMETER, ORDERED_DICT);
    /** Instances of these are kept as records of their attributes. */
    private static final Set<String> RECORDS = Set.of(
            "torch.nn.modules.linear.Linear",
            "torch.nn.modules.batchnorm.BatchNorm1d",
            "torch.nn.modules.dropout.Dropout",
            "argparse.Namespace");
    /** The classifier's class, whatever module it was trained in. */
    private static final String CLASSIFIER = "MLPClassifier";

    private static final int MAX_KEY_LENGTH = 100;

    private final Map<String, TorchStorage> storages = new LinkedHashMap<>();

    /** All storages that were referred to, by key. */
    Map<String, TorchStorage> storages() {
        return storages;
    }

    @Override
    public void allow(PickledGlobal global) {
        String name = global.toString();
        if (!FUNCTIONS.contains(name)
                && !SET.contains(name)
                && !isRecord(global)
                && storageType(global).isEmpty()) {
            throw new PickleException("refused: it names " + name + ", which no model of this program needs; PyTorch "
                    + "would run it. If you trust the file, load it there and save only the numbers: "
                    + "torch.save(model.state_dict(), FILE)");
        }
    }

    private static boolean isRecord(PickledGlobal global) {
        return RECORDS.contains(global.toString()) || global.name().equals(CLASSIFIER);
    }

    private static Optional<ElementType> storageType(PickledGlobal global) {
        return global.module().equals("torch") ? ElementType.ofTorchStorage(global.name()) : Optional.empty();
    }

    @Override
    public Object call(PickledGlobal callable, List<?> arguments) {
        String name = callable.toString();
        if (isRecord(callable)) {
            return new PickledObject(callable);
        }
        if (name.equals(REBUILD_TENSOR)) {
            return TorchTensor.rebuild(arguments);
        }
        if (name.equals(REBUILD_PARAMETER) && !arguments.isEmpty() && arguments.get(0) instanceof TorchTensor tensor) {
            return tensor;
        }
        if (name.equals(ORDERED_DICT) && arguments.isEmpty()) {
            return new LinkedHashMap<>();
        }
        if (name.equals(ORDERED_DICT) && arguments.size() == 1 && arguments.get(0) instanceof List<?> pairs) {
            return orderedDict(pairs);
        }
        if (SET.contains(name)) { // only lists the names of buffers that are not saved
            return new LinkedHashSet<>();
        }
        throw new PickleException("refused: a call of " + name + " with unexpected arguments");
    }

    /** The form that Python 2 writes: a list of pairs. */
    private static Map<Object, Object> orderedDict(List<?> pairs) {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Object pair : pairs) {
            if (!(pair instanceof List<?> entry) || entry.size() != 2 || !(entry.get(0) instanceof String key)) {
                throw new PickleException("damaged pickle: an OrderedDict that is no list of named values");
            }
            map.put(key, entry.get(1));
        }
        return map;
    }

    /** {@code ("storage", class, key, location, numbers[, view])}, or in legacy files {@code ("module", class, ...)}. */
    @Override
    public Object persistent(Object id) {
        if (id instanceof List<?> tuple && tuple.size() > 1 && tuple.get(1) instanceof PickledGlobal type) {
            if ("module".equals(tuple.get(0))) {
                return type;
            }
            if ("storage".equals(tuple.get(0)) && tuple.size() > 4) {
                return storage(type, tuple);
            }
        }
        throw new PickleException("damaged pickle: a persistent id that is no storage");
    }

    private TorchStorage storage(PickledGlobal type, List<?> tuple) {
        Optional<ElementType> elements = storageType(type);
        if (elements.isEmpty()
                || !(tuple.get(2) instanceof String key)
                || !(tuple.get(4) instanceof Long numbers)
                || key.length() > MAX_KEY_LENGTH
                || numbers < 0
                || numbers > Long.MAX_VALUE / Long.BYTES) {
            throw new PickleException("damaged pickle: a storage that is not (class, key, location, size)");
        }
        if (tuple.size() > 5 && tuple.get(5) instanceof List<?>) {
            throw new PickleException(
                    "refused: storage " + key + " is a view of another (PyTorch before 0.4): save the file again");
        }
        TorchStorage storage = new TorchStorage(key, elements.get(), numbers);
        TorchStorage known = storages.putIfAbsent(key, storage);
        if (known != null && !known.equals(storage)) {
            throw new PickleException("damaged pickle: storage " + key + " is described in two ways");
        }
        return storage;
    }
}
