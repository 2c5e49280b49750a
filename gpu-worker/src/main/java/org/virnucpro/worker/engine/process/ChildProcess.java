package org.virnucpro.worker.engine.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.worker.engine.EmbeddingMatrix;
import org.virnucpro.worker.engine.process.ChildException.Fault;

/**
 * One start of the engine program. What is written to it and read from it passes through a thread of its own, so that a
 * program that neither reads nor writes can be given up on. Not thread-safe.
 */
final class ChildProcess implements AutoCloseable {

    private static final long GRACE_SECONDS = 2;

    private final Process process;
    private final ChildPipe pipe;
    private final ChildLog log;
    private final ExecutorService exchanges;
    private long lastId;

    private ChildProcess(Process process) {
        this.process = process;
        this.pipe = new ChildPipe(process.getInputStream(), process.getOutputStream());
        this.log = new ChildLog(process.pid(), process.getErrorStream());
        this.exchanges = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "engine-pipe-" + process.pid());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @throws ChildException when there is no such program */
    static ChildProcess start(EngineProgram program) {
        try {
            return new ChildProcess(program.build().start());
        } catch (IOException failure) {
            throw new ChildException(
                    Fault.SETUP, "cannot be started: " + failure.getMessage() + " (--engine-command)", failure);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Has it load its models. */
    Ready hello(Map<ModelPart, ModelFiles> models, Duration limit) {
        ObjectNode message = message("hello").put("protocol", EngineProgram.PROTOCOL);
        ObjectNode parts = message.putObject("models");
        models.forEach((part, files) -> parts.putObject(part.folder())
                .put("folder", files.folder().toAbsolutePath().toString())
                .put("weights", files.weights().toAbsolutePath().toString()));
        return within(limit, "loading its models", () -> {
            pipe.send(message);
            JsonNode answer = pipe.receive();
            if (answer.path("type").asText().equals("error")) {
                throw new ChildException(
                        Fault.SETUP,
                        "cannot load the models: " + answer.path("message").asText());
            }
            expect("ready", answer);
            return Ready.of(answer, models.keySet());
        });
    }

    /** Embeds a batch; the numbers are finite. */
    EmbeddingMatrix embed(ModelPart part, List<String> sequences, int width, Duration limit) {
        long id = ++lastId;
        ObjectNode request = message("embed").put("id", id).put("model", part.folder());
        sequences.forEach(request.putArray("sequences")::add);
        EmbeddingMatrix rows = within(limit, "a batch of " + sequences.size() + " sequences", () -> {
            pipe.send(request);
            EmbeddingHeader.check(pipe.receive(), id, sequences, width);
            return new EmbeddingMatrix(sequences.size(), width, pipe.floats(sequences.size() * width));
        });
        EmbeddingHeader.checkNumbers(rows, part, sequences);
        return rows;
    }

    static void expect(String type, JsonNode answer) {
        if (!answer.path("type").asText().equals(type)) {
            throw new ChildException(Fault.PROGRAM, "answered " + answer + " where \"" + type + "\" was expected");
        }
    }

    private static ObjectNode message(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private <T> T within(Duration limit, String doing, Callable<T> exchange) {
        Future<T> result = exchanges.submit(exchange);
        try {
            return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            close();
            throw new ChildException(
                    Fault.PROGRAM,
                    "gave no answer to " + doing + " within " + limit.toMillis() / 1000.0 + " s and was killed"
                            + log.tail(),
                    late);
        } catch (InterruptedException stop) {
            close();
            Thread.currentThread().interrupt();
            throw new ChildException(
                    Fault.PROGRAM, "was killed in the middle of " + doing + ": this worker ends", stop);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof ChildException said) {
                throw said;
            }
            throw ended(doing, failure);
        }
    }

    /** The pipe is broken: what became of the program? */
    private ChildException ended(String doing, Throwable broken) {
        try {
            if (process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                int code = process.exitValue();
                String how = code > 128 ? code + " (signal " + (code - 128) + ")" : Integer.toString(code);
                boolean passing = code > 128 || code == 75;
                return new ChildException(
                        passing ? Fault.PROGRAM : Fault.SETUP,
                        "ended with exit code " + how + " during " + doing + log.tail(),
                        broken);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return new ChildException(Fault.PROGRAM, "closed its pipe during " + doing + ": " + broken.getCause(), broken);
    }

    /** Kills the program and what it started. Idempotent. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        exchanges.shutdownNow();
    }

    /** Lets the program end by itself, as the end of its input tells it to; kills it when it does not. */
    void end() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                close();
            }
        } catch (IOException gone) {
            close();
        } catch (InterruptedException hurry) {
            close();
            Thread.currentThread().interrupt();
        }
        exchanges.shutdownNow();
    }
}
