package org.virnucpro.worker.weights;

import java.io.Closeable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.virnucpro.worker.weights.pickle.PickledObject;

/**
 * What the pickle of a PyTorch file holds, by tensor name.
 *
 * @param tensors a state dict as it is; a whole module by dotted path ({@code bn1.running_mean}); the entry {@code model}
 *     of a fair-esm file without its prefixes
 * @param config the entry {@code cfg} of a fair-esm file
 */
record TorchCheckpoint(
        Map<String, TorchTensor> tensors, @Nullable FairEsmConfig config) {

    /** What fair-esm's own loader takes off the names. */
    private static final Pattern FAIR_ESM_PREFIX = Pattern.compile("^encoder\\.(sentence_encoder\\.)?");

    /** @throws WeightsException when there is no tensor in it */
    static TorchCheckpoint of(Object root, String file) {
        if (root instanceof PickledObject module) {
            return new TorchCheckpoint(TorchModule.tensors(module, file), null);
        }
        if (!(root instanceof Map<?, ?> map)) {
            throw new WeightsException(
                    file + ": neither a state dict nor a module: torch.save(model.state_dict(), FILE)");
        }
        if (map.get("model") instanceof Map<?, ?> model) {
            return map.containsKey("cfg")
                    ? new TorchCheckpoint(fairEsm(model, file), FairEsmConfig.of(map.get("cfg"), file))
                    : new TorchCheckpoint(stateDict(model, file), null);
        }
        return new TorchCheckpoint(stateDict(map, file), null);
    }

    /** Binds the tensors to where their storages lie in the open file {@code resource}. */
    CheckpointFile bind(String file, Function<TorchStorage, StorageLocation> locations, Closeable resource) {
        NamedTensors named = new NamedTensors(file);
        tensors.forEach((name, tensor) ->
                named.add(name, locations.apply(tensor.storage()).tensor(tensor)));
        return new CheckpointFile(file, named, resource, config);
    }

    private static Map<String, TorchTensor> stateDict(Map<?, ?> map, String file) {
        Map<String, TorchTensor> tensors = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (name instanceof String text && value instanceof TorchTensor tensor) {
                tensors.put(text, tensor);
            }
        });
        if (tensors.isEmpty()) {
            throw new WeightsException(file + ": no tensor in it; expected a state dict, a fair-esm file or a module");
        }
        return tensors;
    }

    private static Map<String, TorchTensor> fairEsm(Map<?, ?> model, String file) {
        Map<String, TorchTensor> stripped = new LinkedHashMap<>();
        stateDict(model, file).forEach((name, tensor) -> {
            String shortName = FAIR_ESM_PREFIX.matcher(name).replaceFirst("");
            if (stripped.put(shortName, tensor) != null) {
                throw new WeightsException(file + ": two tensors named '" + shortName + "' without their prefixes");
            }
        });
        return stripped;
    }
}
