package org.virnucpro.worker.weights;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.virnucpro.worker.weights.pickle.PickleInput;
import org.virnucpro.worker.weights.pickle.Unpickler;

/**
 * The zip container of {@code torch.save} since PyTorch 1.6: {@code TOP/data.pkl}, {@code TOP/data/KEY} per storage,
 * {@code TOP/byteorder}; all of them stored, not compressed.
 */
final class TorchZip {

    private static final String PICKLE = "data.pkl";
    /** The pickle of a model takes kilobytes and some ten thousand operations; the limits bound memory. */
    private static final long MAX_BYTES = 64L << 20;

    private static final int MAX_OPCODES = 2_000_000;
    /** VirNucPro's DNABERT file has its numbers in the pickle: 768 per row, 9 bytes each, 10,000 rows in a file. */
    private static final long MAX_FEATURE_BYTES = 256L << 20;

    private static final int MAX_FEATURE_OPCODES = 24_000_000;

    private final String file;
    private final ZipFile zip;
    private final String top;

    private TorchZip(String file, ZipFile zip, String top) {
        this.file = file;
        this.zip = zip;
        this.top = top;
    }

    /** Takes over {@code zip} when it succeeds. */
    static CheckpointFile open(String file, ZipFile zip) throws IOException {
        return of(file, zip).open();
    }

    private static TorchZip of(String file, ZipFile zip) throws IOException {
        List<String> pickles = names(zip).stream()
                .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
                .toList();
        if (pickles.size() != 1) {
            throw new WeightsException(file + ": a zip file with " + pickles.size() + " entries named " + PICKLE
                    + "; expected a file that torch.save wrote");
        }
        String pickle = pickles.get(0);
        return new TorchZip(file, zip, pickle.substring(0, pickle.length() - PICKLE.length()));
    }

    /** Reads a file of features instead of weights; {@code zip} stays the caller's to close. */
    static FeatureRows features(String file, ZipFile zip) throws IOException {
        TorchZip torch = of(file, zip);
        torch.checkByteOrder();
        return new FeatureTable(file, new File(zip.getName()).length(), torch::locate)
                .rows(torch.unpickle(MAX_FEATURE_BYTES, MAX_FEATURE_OPCODES));
    }

    private static List<String> names(ZipFile zip) throws ZipException {
        try {
            return zip.stream().map(ZipEntry::getName).toList();
        } catch (IllegalArgumentException e) {
            throw (ZipException) new ZipException("the name of an entry is not UTF-8").initCause(e);
        }
    }

    private CheckpointFile open() throws IOException {
        checkByteOrder();
        return TorchCheckpoint.of(unpickle(MAX_BYTES, MAX_OPCODES), file).bind(file, this::locate, zip);
    }

    private void checkByteOrder() throws IOException {
        ZipEntry entry = zip.getEntry(top + "byteorder");
        if (entry != null) {
            try (InputStream bytes = zip.getInputStream(entry)) {
                String order = new String(bytes.readNBytes(16), US_ASCII).strip();
                if (!order.equals("little")) {
                    throw new WeightsException(file + ": byte order '" + order
                            + "'; only little-endian files are read: save it on a little-endian machine");
                }
            }
        }
    }

    private Object unpickle(long mostBytes, int mostOpcodes) throws IOException {
        ZipEntry entry = stored(top + PICKLE);
        try (InputStream bytes = new BufferedInputStream(zip.getInputStream(entry))) {
            return Unpickler.load(new PickleInput(bytes, entry.getSize(), mostBytes), new TorchClasses(), mostOpcodes);
        }
    }

    private StorageLocation locate(TorchStorage storage) {
        ZipEntry entry = stored(top + "data/" + storage.key());
        if (entry.getSize() > new File(zip.getName()).length()) {
            throw new WeightsException(
                    file + ": damaged or truncated: entry " + entry.getName() + " is larger than the file");
        }
        if (entry.getSize() != storage.bytes()) {
            throw new WeightsException(file + ": damaged: entry " + entry.getName() + " holds " + entry.getSize()
                    + " bytes, expected " + storage.bytes());
        }
        return new StorageLocation((position, into, length) -> read(entry, position, into, length), 0);
    }

    private void read(ZipEntry entry, long position, byte[] into, int length) throws IOException {
        try (InputStream bytes = zip.getInputStream(entry)) {
            bytes.skipNBytes(position);
            if (bytes.readNBytes(into, 0, length) < length) {
                throw new EOFException("entry " + entry.getName() + " ends early");
            }
        }
    }

    private ZipEntry stored(String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new WeightsException(file + ": damaged: no entry " + name);
        }
        if (entry.getMethod() != ZipEntry.STORED || entry.getCompressedSize() != entry.getSize()) {
            throw new WeightsException(file + ": entry " + name
                    + " is compressed, which torch.save never does: was the file zipped again?");
        }
        return entry;
    }
}
