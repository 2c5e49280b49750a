package org.virnucpro.worker.weights;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.virnucpro.common.models.ModelsException;
import org.virnucpro.common.models.ShardIndex;

/** A checkpoint in several files, tied together by an index that says which tensor lies where. Thread-safe. */
final class ShardedCheckpoint implements TensorSource {

    private final String index;
    private final Map<String, TensorSource> shardOfTensor = new LinkedHashMap<>();
    private final Map<Path, TensorSource> shards = new LinkedHashMap<>();

    private ShardedCheckpoint(String index) {
        this.index = index;
    }

    /** @param openShard opens one file; what it returns is closed here */
    static ShardedCheckpoint open(Path index, Function<Path, TensorSource> openShard) {
        Map<String, Path> files = files(index);
        ShardedCheckpoint checkpoint = new ShardedCheckpoint(index.toString());
        try {
            files.forEach((tensor, file) -> checkpoint.add(tensor, file, openShard));
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
        return checkpoint;
    }

    private static Map<String, Path> files(Path index) {
        try {
            return ShardIndex.read(index);
        } catch (ModelsException e) {
            throw new WeightsException(String.valueOf(e.getMessage()), e);
        }
    }

    private void add(String tensor, Path file, Function<Path, TensorSource> openShard) {
        TensorSource shard = shards.computeIfAbsent(file, openShard);
        if (!shard.names().contains(tensor)) {
            throw new WeightsException(
                    index + " says that tensor '" + tensor + "' is in " + file + ", which does not hold it");
        }
        shardOfTensor.put(tensor, shard);
    }

    @Override
    public String description() {
        return index;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(shardOfTensor.keySet());
    }

    @Override
    public FloatTensor read(String name) {
        return shard(name).read(name);
    }

    @Override
    public TensorOutline outline(String name) {
        return shard(name).outline(name);
    }

    private TensorSource shard(String name) {
        TensorSource shard = shardOfTensor.get(name);
        if (shard == null) {
            throw NamedTensors.missing(index, name, shardOfTensor.keySet());
        }
        return shard;
    }

    @Override
    public void close() {
        shards.values().forEach(TensorSource::close);
    }
}
