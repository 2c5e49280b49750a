package org.virnucpro.worker.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads a stream that may stall: a read that gives nothing for too long fails. Not thread-safe. */
final class PatientStream implements AutoCloseable {

    private final InputStream stream;
    private final Duration limit;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "hub-reader");
        thread.setDaemon(true);
        return thread;
    });

    PatientStream(InputStream stream, Duration limit) {
        this.stream = stream;
        this.limit = limit;
    }

    /** As {@link InputStream#read(byte[])}. */
    int read(byte[] into) throws IOException {
        try {
            return reader.submit(() -> stream.read(into)).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException stalled) {
            throw new IOException("nothing came for " + limit.toSeconds() + " s", stalled);
        } catch (ExecutionException failure) {
            throw new IOException(failure.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
        reader.shutdownNow();
    }
}
