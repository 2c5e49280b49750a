package org.virnucpro.common.table;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Streams the rows of a prediction_results.txt. Blank lines are skipped, as pandas does. Not thread-safe. */
public final class PredictionTableReader implements Closeable {
    private static final int COLUMNS = 4;

    private final BufferedReader lines;
    private final String name;
    private final TableFormat format;
    private long number;

    /**
     * Reads a table of VirNucPro.
     *
     * @param name the file's name in messages
     */
    public PredictionTableReader(InputStream in, String name) {
        this(in, name, TableFormat.VANILLA);
    }

    /** Reads the scores as the tool that wrote the table does. */
    public PredictionTableReader(InputStream in, String name, TableFormat format) {
        // Bytes as characters: a line is decoded when it is complete, so that an error can name it.
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1), 1 << 16);
        this.name = name;
        this.format = format;
    }

    /**
     * The next row, or null after the last one.
     *
     * @throws TableException when a line, or the header before the first row, is not what it must be
     */
    public @Nullable PredictionRow next() throws IOException {
        if (number == 0) {
            readHeader();
        }
        String line = readLine();
        while (line != null && line.isEmpty()) {
            line = readLine();
        }
        return line == null ? null : row(line);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private void readHeader() throws IOException {
        String header = readLine();
        if (header == null || !PredictionTable.HEADER.equals(header + "\n")) {
            number = Math.max(number, 1);
            throw malformed(
                    "it must be the header " + PredictionTable.HEADER.strip().replace("\t", "<TAB>"));
        }
    }

    private @Nullable String readLine() throws IOException {
        String line = lines.readLine();
        if (line != null) {
            number++;
        }
        return line;
    }

    private PredictionRow row(String line) throws TableException {
        String[] cells = line.split("\t", -1);
        if (cells.length != COLUMNS) {
            throw malformed("it has " + cells.length + " columns instead of " + COLUMNS);
        }
        Optional<PredictionLabel> label = Arrays.stream(PredictionLabel.values())
                .filter(known -> known.text().equals(cells[1]))
                .findFirst();
        if (label.isEmpty()) {
            throw malformed("column Prediction is neither virus nor others");
        }
        return new PredictionRow(decode(cells[0]), label.get(), score(cells[2], "score1"), score(cells[3], "score2"));
    }

    private String decode(String bytes) throws TableException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("Sequence_ID is not UTF-8 text");
        }
    }

    private double score(String text, String column) throws TableException {
        return switch (text) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> decimal(text, column);
        };
    }

    private double decimal(String text, String column) throws TableException {
        // Double.parseDouble alone would also take 1f, 0x1p3 and surrounding blanks.
        if (text.chars().allMatch(character -> "0123456789+-.eE".indexOf(character) >= 0)) {
            try {
                return format.parse(text);
            } catch (NumberFormatException e) {
                throw malformed(column + " is not a number");
            }
        }
        throw malformed(column + " is not a number");
    }

    private TableException malformed(String what) {
        return new TableException(name + " line " + number + ": " + what + "; is this the prediction_results.txt of a"
                + " VirNucPro run, and complete?");
    }
}
