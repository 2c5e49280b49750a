package org.virnucpro.coordinator.storm;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.history.HistoryEvent.Kind;
import org.virnucpro.common.history.HistoryWriter;

/** One connection through the proxy. Requests and replies are each carried by one thread. */
final class ProxyLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyLink.class);
    private static final int BUFFER = 1 << 16;
    private static final byte[] SCRIPT = "\nEVAL".getBytes(StandardCharsets.US_ASCII);

    /** What happens to a script on its way. */
    enum Fate {
        PASS,
        CUT,
        DROP,
        HOLD
    }

    private final Socket client;
    private final Socket broker;
    private final Supplier<Fate> fates;
    private final long holdMillis;
    private final HistoryWriter history;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean dropReply = new AtomicBoolean();

    ProxyLink(Socket client, Socket broker, Supplier<Fate> fates, long holdMillis, HistoryWriter history) {
        this.client = client;
        this.broker = broker;
        this.fates = fates;
        this.holdMillis = holdMillis;
        this.history = history;
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            client.close();
        } catch (IOException gone) {
            LOG.debug("closing: {}", gone.toString());
        }
        try {
            broker.close();
        } catch (IOException gone) {
            LOG.debug("closing: {}", gone.toString());
        }
    }

    /** From the client to the broker, until either ends. */
    void carryRequests() {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int read = client.getInputStream().read(buffer);
                    read >= 0;
                    read = client.getInputStream().read(buffer)) {
                Fate fate = contains(buffer, read) ? fates.get() : Fate.PASS;
                if (fate == Fate.CUT) {
                    history.write(Kind.CUT, "", "");
                    break;
                }
                if (fate == Fate.DROP) {
                    dropReply.set(true);
                } else if (fate == Fate.HOLD) {
                    history.write(Kind.HOLD, "", Long.toString(holdMillis));
                    if (closed.await(holdMillis, TimeUnit.MILLISECONDS)) {
                        // its caller has gone; the script still arrives, as a packet on its way does
                        LOG.debug("a script is handed on for a caller that has gone");
                    }
                }
                broker.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException ended) {
            LOG.debug("a connection ended: {}", ended.toString());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** From the broker to the client, until either ends. */
    void carryReplies() {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int read = broker.getInputStream().read(buffer);
                    read >= 0;
                    read = broker.getInputStream().read(buffer)) {
                if (dropReply.get()) {
                    history.write(Kind.DROP, "", "");
                    break;
                }
                client.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException ended) {
            LOG.debug("a connection ended: {}", ended.toString());
        } finally {
            close();
        }
    }

    private static boolean contains(byte[] buffer, int length) {
        for (int start = 0; start + SCRIPT.length <= length; start++) {
            int same = 0;
            while (same < SCRIPT.length && buffer[start + same] == SCRIPT[same]) {
                same++;
            }
            if (same == SCRIPT.length) {
                return true;
            }
        }
        return false;
    }
}
