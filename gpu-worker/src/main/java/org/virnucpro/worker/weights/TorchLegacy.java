package org.virnucpro.worker.weights;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.virnucpro.worker.weights.pickle.PickleInput;
import org.virnucpro.worker.weights.pickle.Unpickler;

/**
 * The container of {@code torch.save} before PyTorch 1.6: five pickles (magic number, protocol, system, object, storage
 * keys), then per key a 64-bit count and the numbers.
 */
final class TorchLegacy {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long PROTOCOL = 1001;

    private final String file;
    private final FileChannel channel;
    private final TorchClasses classes = new TorchClasses();

    private TorchLegacy(String file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes over {@code channel} when it succeeds. */
    static CheckpointFile open(String file, FileChannel channel) throws IOException {
        return new TorchLegacy(file, channel).open();
    }

    private CheckpointFile open() throws IOException {
        PickleInput input = new PickleInput(new BufferedInputStream(Channels.newInputStream(channel)), channel.size());
        if (!MAGIC.equals(Unpickler.load(input, classes))) {
            throw new WeightsException(file + ": a pickle, but not one of torch.save (wrong magic number)");
        }
        Object protocol = Unpickler.load(input, classes);
        if (!protocol.equals(PROTOCOL)) {
            throw new WeightsException(file + ": damaged: not PyTorch's protocol " + PROTOCOL);
        }
        if (!(Unpickler.load(input, classes) instanceof Map<?, ?> system)
                || !Boolean.TRUE.equals(system.get("little_endian"))) {
            throw new WeightsException(file + ": not saved on a little-endian machine: save it again on one");
        }
        TorchCheckpoint checkpoint = TorchCheckpoint.of(Unpickler.load(input, classes), file);
        if (!(Unpickler.load(input, classes) instanceof List<?> keys)) {
            throw new WeightsException(file + ": damaged: no list of storages behind the pickle");
        }
        Map<String, StorageLocation> locations = locate(keys, input.position());
        return checkpoint.bind(file, storage -> location(locations, storage), channel);
    }

    /** The storages follow one another in the order of their keys. */
    private Map<String, StorageLocation> locate(List<?> keys, long begin) throws IOException {
        StorageBytes bytes = StorageBytes.of(channel);
        byte[] count = new byte[Long.BYTES];
        Map<String, StorageLocation> locations = new HashMap<>();
        long position = begin;
        for (Object key : keys) {
            TorchStorage storage =
                    key instanceof String text ? classes.storages().get(text) : null;
            if (storage == null) {
                throw new WeightsException(file + ": damaged: a storage that no tensor uses");
            }
            bytes.read(position, count, count.length);
            long numbers = ByteBuffer.wrap(count).order(ByteOrder.LITTLE_ENDIAN).getLong();
            position += Long.BYTES;
            if (numbers != storage.numbers() || storage.bytes() > channel.size() - position) {
                throw new WeightsException(file + ": damaged or truncated: storage " + storage.key() + " should hold "
                        + storage.numbers() + " numbers, and " + (channel.size() - position) + " bytes are left");
            }
            locations.put(storage.key(), new StorageLocation(bytes, position));
            position += storage.bytes();
        }
        return locations;
    }

    private StorageLocation location(Map<String, StorageLocation> locations, TorchStorage storage) {
        StorageLocation location = locations.get(storage.key());
        if (location == null) {
            throw new WeightsException(file + ": damaged: storage " + storage.key() + " is not in the file");
        }
        return location;
    }
}
