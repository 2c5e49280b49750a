package org.virnucpro.worker.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.worker.weights.pickle.PickledObject;

/** Walks a pickled {@code torch.nn.Module}: its {@code _parameters} and {@code _buffers}, then its {@code _modules}. */
final class TorchModule {

    /** Far above any model here; bounds modules that contain themselves. */
    private static final int MAX_MODULES = 10_000;

    private static final int MAX_DEPTH = 64;
    /** One long name, used again at every depth, would take memory without end. */
    private static final int MAX_NAME = 4096;

    private final String file;
    private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    private int modules;

    private TorchModule(String file) {
        this.file = file;
    }

    /** All tensors below {@code root} by dotted path, as {@code root.state_dict()} names them. */
    static Map<String, TorchTensor> tensors(PickledObject root, String file) {
        TorchModule walk = new TorchModule(file);
        walk.visit(root, "", 0);
        if (walk.tensors.isEmpty()) {
            throw new WeightsException(file + ": no tensor in this " + root.type());
        }
        return walk.tensors;
    }

    private void visit(PickledObject module, String prefix, int depth) {
        if (++modules > MAX_MODULES || depth > MAX_DEPTH) {
            throw new WeightsException(file + ": damaged: a module inside itself, or more than " + MAX_MODULES);
        }
        if (!(module.state() instanceof Map<?, ?> attributes)) {
            throw new WeightsException(file + ": damaged: a " + module.type() + " without attributes");
        }
        collect(attributes.get("_parameters"), prefix);
        collect(attributes.get("_buffers"), prefix);
        if (attributes.get("_modules") instanceof Map<?, ?> children) {
            children.forEach((name, child) -> {
                checkName(name);
                if (child instanceof PickledObject object) {
                    visit(object, prefix + name + ".", depth + 1);
                }
            });
        }
    }

    private void collect(@Nullable Object named, String prefix) {
        if (named instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                checkName(name);
                if (value instanceof TorchTensor tensor) {
                    tensors.put(prefix + name, tensor);
                }
            });
        }
    }

    private void checkName(Object name) {
        if (name instanceof String text && text.length() > MAX_NAME) {
            throw new WeightsException(file + ": damaged: a name of more than " + MAX_NAME + " characters");
        }
    }
}
