package org.virnucpro.worker.engine.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine program without models, and with faults on demand; needs nothing but a JDK. Arguments: a folder of its own,
 * then faults as {@code NAME=START.REQUEST}: at that request of that start, both from 1; request 0 is the hello. A fault
 * {@code NAME=*.REQUEST} happens at every start. {@code random=SEED} kills or hangs it now and then, never before its fifth
 * request. {@code kill-worker=TEXT} kills the process that started it, and {@code reject=TEXT} fails, when a sequence holds
 * that text. Embeddings depend on the letters only.
 */
public final class FakeChild {

    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final int DNABERT_WIDTH = 48;
    private static final int ESM2_WIDTH = 64;

    private final List<String> faults;
    private final int start;
    private final OutputStream out = System.out;

    private FakeChild(int start, List<String> faults) {
        this.start = start;
        this.faults = faults;
    }

    /** Entry point. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int start = 1;
        while (!created(folder.resolve("start-" + start))) {
            start++;
        }
        Files.writeString(folder.resolve("gpu-" + start), String.valueOf(System.getenv("CUDA_VISIBLE_DEVICES")));
        new FakeChild(start, List.of(arguments).subList(1, arguments.length)).run();
    }

    private static boolean created(Path file) throws IOException {
        try {
            Files.createFile(file);
            return true;
        } catch (java.nio.file.FileAlreadyExistsException earlierStart) {
            return false;
        }
    }

    private void run() throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.err.println("fake child, start " + start);
        int request = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            answer(line, request++);
        }
    }

    private void answer(String line, int request) throws Exception {
        boolean hello = line.contains("\"type\":\"hello\"");
        int columns = line.contains("\"model\":\"esm2\"") ? ESM2_WIDTH : DNABERT_WIDTH;
        List<String> sequences = hello ? List.of() : sequences(line);
        String id = hello ? "0" : group(ID, line);
        if (meets("kill-worker=", line)) {
            ProcessHandle.current().parent().ifPresent(ProcessHandle::destroyForcibly);
            Runtime.getRuntime().halt(137);
        } else if (meets("reject=", line)) {
            send("{\"type\":\"error\",\"id\":" + id + ",\"message\":\"a record of poison\",\"sequence\":0}");
        } else if (happens("die", request) || randomly("die", request)) {
            System.err.println("dying as asked");
            Runtime.getRuntime().halt(137);
        } else if (happens("exit", request)) {
            Runtime.getRuntime().halt(1);
        } else if (happens("hang", request) || randomly("hang", request)) {
            new Semaphore(0).acquire();
        } else if (happens("garbage", request)) {
            send("Some library says hello!");
        } else if (happens("endless", request)) {
            out.write("x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
            out.flush();
        } else if (happens("version", request)) {
            send("{\"type\":\"ready\",\"protocol\":2,\"device\":\"fake\"}");
        } else if (happens("refuse", request)) {
            send("{\"type\":\"error\",\"message\":\"no such model here\"}");
        } else if (happens("slow", request)) {
            new Semaphore(0).tryAcquire(1, java.util.concurrent.TimeUnit.SECONDS);
            ready();
        } else if (hello) {
            ready();
        } else if (happens("error", request)) {
            send("{\"type\":\"error\",\"id\":" + id + ",\"message\":\"CUDA out of memory\"}");
        } else if (happens("sequence", request)) {
            send("{\"type\":\"error\",\"id\":" + id + ",\"message\":\"too long\",\"sequence\":1}");
        } else if (happens("half", request)) {
            send(header(id, sequences.size(), columns));
            out.write(new byte[columns * Float.BYTES / 2]);
            out.flush();
            Runtime.getRuntime().halt(137);
        } else if (happens("rows", request)) {
            send(header(id, sequences.size() + 1, columns));
        } else if (happens("columns", request)) {
            send(header(id, sequences.size(), columns + 1));
        } else if (happens("id", request)) {
            send(header("77", sequences.size(), columns));
        } else {
            send(header(id, sequences.size(), columns));
            payload(sequences, columns, happens("nan", request) ? 1 : -1);
        }
    }

    private void ready() throws IOException {
        send("{\"type\":\"ready\",\"protocol\":1,\"device\":\"fake\",\"models\":{\"dnabert\":{\"width\":"
                + DNABERT_WIDTH + "},\"esm2\":{\"width\":" + ESM2_WIDTH + "}}}");
    }

    private static String header(String id, int rows, int columns) {
        return "{\"type\":\"embeddings\",\"id\":" + id + ",\"rows\":" + rows + ",\"columns\":" + columns + "}";
    }

    private void payload(List<String> sequences, int columns, int nanRow) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(sequences.size() * columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < sequences.size(); row++) {
            for (int column = 0; column < columns; column++) {
                bytes.putFloat(row == nanRow && column == 5 ? Float.NaN : number(sequences.get(row), column));
            }
        }
        out.write(bytes.array());
        out.flush();
    }

    /** What the embedding of a sequence holds. */
    static float number(String sequence, int column) {
        return ((sequence.hashCode() * 31 + column) % 1000) / 1000f;
    }

    private boolean happens(String fault, int request) {
        return faults.contains(fault + "=" + start + "." + request) || faults.contains(fault + "=*." + request);
    }

    private boolean meets(String fault, String line) {
        return faults.stream()
                .filter(word -> word.startsWith(fault))
                .anyMatch(word -> line.contains(word.substring(fault.length())));
    }

    private boolean randomly(String fault, int request) {
        return faults.stream().filter(word -> word.startsWith("random=")).anyMatch(word -> {
            Random random = new Random(Long.parseLong(word.substring(7)) * 1000 + start);
            boolean hangs = random.nextInt(4) == 0;
            return request == 5 + random.nextInt(30) && hangs == fault.equals("hang");
        });
    }

    private static List<String> sequences(String line) {
        String list = line.substring(line.indexOf("\"sequences\":["));
        List<String> sequences = new ArrayList<>();
        for (Matcher text = TEXT.matcher(list.substring(list.indexOf('['))); text.find(); ) {
            sequences.add(text.group(1));
        }
        return sequences;
    }

    private static String group(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.find()) {
            throw new IllegalArgumentException(line);
        }
        return matcher.group(1);
    }

    private void send(String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
