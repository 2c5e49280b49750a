package org.virnucpro.common.part;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.virnucpro.common.table.PredictionLabel;
import org.virnucpro.common.table.PredictionTable;

/**
 * Writes one part. It has its name only when it is whole and durable, so whoever sees the name may read it, and a task may
 * be reported as done. Confined to one thread.
 *
 * @see PartReader
 */
public final class PartWriter implements AutoCloseable {

    private final PartFolder folder;
    private final PartHeader header;
    private final FileChannel channel;
    private final DigestOutputStream output;
    private final List<Rejection> rejected = new ArrayList<>();
    private long rows;

    /**
     * Starts a part under a temporary name; a leftover of the same name is replaced.
     *
     * @throws PartWriteException when the folder is missing or refuses the file
     */
    public PartWriter(PartFolder folder, PartHeader header) {
        this(folder, header, Channels::newOutputStream);
    }

    /** @param streams makes the stream that writes into a channel */
    PartWriter(PartFolder folder, PartHeader header, Function<FileChannel, OutputStream> streams) {
        this.folder = folder;
        this.header = header;
        try {
            Files.deleteIfExists(temporary());
            channel = FileChannel.open(temporary(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException refused) {
            throw unwritable(refused);
        }
        OutputStream buffered = new BufferedOutputStream(streams.apply(channel), 1 << 16);
        output = new DigestOutputStream(buffered, PartDigest.start());
        write(PartJson.write(header).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds the row of one open frame.
     *
     * @param othersScore probability of the class others
     * @param virusScore probability of the class virus
     */
    public void row(String sequenceId, float othersScore, float virusScore) {
        if (!Float.isFinite(othersScore) || !Float.isFinite(virusScore)) {
            throw new IllegalArgumentException(
                    "the scores of " + sequenceId + " are " + othersScore + " and " + virusScore + ", not numbers");
        }
        String row =
                PredictionTable.row(sequenceId, PredictionLabel.of(othersScore, virusScore), othersScore, virusScore);
        byte[] line = row.substring(0, row.length() - 1).getBytes(StandardCharsets.UTF_8);
        if (!PartRows.isRow(line)) {
            throw new IllegalArgumentException("a sequence id with a tab or a line end: '" + sequenceId + "'");
        }
        write(line);
        rows++;
    }

    /** Notes a record that gives no rows. */
    public void reject(Rejection record) {
        rejected.add(record);
    }

    /**
     * Ends the part, makes it durable and gives it its name.
     *
     * @param records records read, also rejected ones
     * @param chunks chunks cut
     * @throws PartException when the part has not one row per open frame of its shard
     */
    public Path commit(long records, long chunks) {
        if (rows != header.shard().frames()) {
            throw new PartException("task " + header.task() + " gave " + rows + " rows, but its plan says "
                    + header.shard().frames() + " open frames; has the input changed since the run was planned?");
        }
        output.on(false);
        String sha256 = HexFormat.of().formatHex(output.getMessageDigest().digest());
        PartFooter footer = new PartFooter(rows, records, chunks, rejected, sha256);
        write(PartJson.write(footer).getBytes(StandardCharsets.UTF_8));
        Path file = folder.file(header.name());
        try {
            output.flush();
            channel.force(true);
            channel.close();
            Files.move(temporary(), file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel directory = FileChannel.open(folder.path())) {
                directory.force(true);
            }
        } catch (IOException failure) {
            throw unwritable(failure);
        }
        return file;
    }

    /** Removes what was not committed. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(temporary());
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private void write(byte[] line) {
        try {
            output.write(line);
            output.write('\n');
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    private Path temporary() {
        return folder.unfinished(header.name());
    }

    private PartWriteException unwritable(IOException cause) {
        String folderState = Files.isDirectory(folder.path())
                ? ""
                : " (" + folder.path()
                        + " does not exist here: is the data root the same folder as the coordinator's?)";
        return new PartWriteException("cannot write " + temporary() + ": " + cause + folderState, cause);
    }
}
