package org.virnucpro.common.part;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.virnucpro.common.file.ByteLines;
import org.virnucpro.common.task.RunId;

/**
 * Reads one part, row by row, and checks all of it on the way. Rows are handed out before the digest over them is known, so
 * a caller publishes nothing before {@link #read} has returned.
 */
public final class PartReader {

    /** Takes the rows of a part in order. */
    @FunctionalInterface
    public interface RowSink {
        /** One row as in {@code prediction_results.txt}, without the line end. */
        void accept(String row) throws IOException;
    }

    private final Path file;
    private final RunId run;
    private final PartName name;
    private final MessageDigest digest = PartDigest.start();

    public PartReader(PartFolder folder, RunId run, PartName name) {
        this.file = folder.file(name);
        this.run = run;
        this.name = name;
    }

    /**
     * Hands every row to {@code rows}.
     *
     * @throws PartException when the file is missing, of another layout, task or token, truncated, or altered
     * @throws IOException when it cannot be read, or from {@code rows}
     */
    public Part read(RowSink rows) throws IOException {
        try (ByteLines lines = ByteLines.open(file)) {
            byte[] line = nextLine(lines);
            PartHeader header = header(line);
            absorb(line);
            long count = 0;
            for (line = nextLine(lines); PartRows.isRow(line); line = nextLine(lines)) {
                absorb(line);
                rows.accept(new String(line, StandardCharsets.UTF_8));
                count++;
            }
            PartFooter footer = footer(line);
            if (lines.next() != null) {
                throw bad("there are bytes behind the footer");
            }
            if (count != footer.rows() || count != header.shard().frames()) {
                throw bad(count + " rows, but the footer says " + footer.rows() + " and the header "
                        + header.shard().frames());
            }
            return new Part(header, footer);
        } catch (NoSuchFileException missing) {
            throw new PartException("part " + file + " is missing", missing);
        } catch (ByteLines.BrokenLineException broken) {
            throw new PartException("part " + file + " is unusable: " + broken.getMessage(), broken);
        }
    }

    private PartHeader header(byte[] line) {
        PartHeader header;
        try {
            header = PartJson.readHeader(new String(line, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw new PartException("part " + file + " is unusable: first line: " + wrong.getMessage(), wrong);
        }
        if (!header.run().equals(run) || !header.name().equals(name)) {
            throw bad("it holds " + header.name() + " of run " + header.run() + ", not " + name + " of run " + run);
        }
        return header;
    }

    private PartFooter footer(byte[] line) {
        PartFooter footer;
        try {
            footer = PartJson.readFooter(new String(line, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | ArithmeticException wrong) {
            throw new PartException("part " + file + " is unusable: last line: " + wrong.getMessage(), wrong);
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        if (!sha256.equals(footer.sha256())) {
            throw bad("its sha256 is " + sha256 + ", the footer says " + footer.sha256());
        }
        return footer;
    }

    private byte[] nextLine(ByteLines lines) throws IOException {
        byte[] line = lines.next();
        if (line == null) {
            throw bad("it ends without a footer (truncated)");
        }
        return line;
    }

    private void absorb(byte[] line) {
        digest.update(line);
        digest.update((byte) '\n');
    }

    private PartException bad(String what) {
        return new PartException("part " + file + " is unusable: " + what);
    }
}
