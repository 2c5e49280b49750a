package org.virnucpro.worker.engine.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.virnucpro.worker.engine.process.ChildException.Fault;

/** Messages over the standard streams of a program: a line of JSON, then the payload it announces. Not thread-safe. */
final class ChildPipe {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_LINE = 1 << 16;
    private static final int SHOWN = 80;
    private static final int PIECE = 1 << 16;

    private final InputStream from;
    private final OutputStream to;

    ChildPipe(InputStream from, OutputStream to) {
        this.from = new BufferedInputStream(from, PIECE);
        this.to = to;
    }

    void send(JsonNode message) throws IOException {
        to.write((message + "\n").getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    /**
     * Reads the line of the next message.
     *
     * @throws EOFException when the program closed its output
     * @throws ChildException when the line is no JSON object
     */
    JsonNode receive() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = from.read(); next != '\n'; next = from.read()) {
            if (next < 0) {
                throw new EOFException(line.size() == 0 ? "nothing" : "half a line: " + shown(line));
            }
            if (line.size() == MAX_LINE) {
                throw garbage(line);
            }
            line.write(next);
        }
        try {
            JsonNode message = JSON.readTree(line.toByteArray());
            if (message != null && message.isObject()) {
                return message;
            }
        } catch (JsonProcessingException noJson) {
            throw garbage(line);
        }
        throw garbage(line);
    }

    /** Reads a payload of little-endian float32 numbers. */
    float[] floats(int count) throws IOException {
        float[] numbers = new float[count];
        byte[] piece = new byte[PIECE];
        for (int done = 0; done < count; ) {
            int wanted = Math.min(count - done, PIECE / Float.BYTES);
            if (from.readNBytes(piece, 0, wanted * Float.BYTES) < wanted * Float.BYTES) {
                throw new EOFException("half an answer: fewer than " + count + " numbers");
            }
            ByteBuffer.wrap(piece)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(numbers, done, wanted);
            done += wanted;
        }
        return numbers;
    }

    private static ChildException garbage(ByteArrayOutputStream line) {
        return new ChildException(
                Fault.PROGRAM,
                "wrote to its standard output what is no message of the engine protocol: " + shown(line)
                        + " (anything that prints must print to standard error)");
    }

    /** The beginning, with what is not printable as dots. */
    private static String shown(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        String start = text.substring(0, Math.min(SHOWN, text.length())).replaceAll("[^ -~]", ".");
        return '"' + start + '"' + (text.length() > SHOWN ? "..." : "");
    }
}
