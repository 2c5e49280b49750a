package org.virnucpro.coordinator.storm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.history.HistoryWriter;
import org.virnucpro.common.redis.RedisAddress;

/**
 * A network between the workers and the broker that cuts connections and holds requests back. Thread-safe; two threads per
 * connection.
 */
final class FaultyProxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FaultyProxy.class);

    /**
     * What share of scripts meets which fault.
     *
     * @param cut the connection ends before the script is handed on
     * @param drop the connection ends when the reply comes, which nobody sees
     * @param hold the script is handed on when the caller has given up waiting for it
     * @param holdMillis how long it is held
     */
    record Shares(double cut, double drop, double hold, long holdMillis) {}

    private final ServerSocket listener;
    private final RedisAddress server;
    private final Shares shares;
    private final HistoryWriter history;
    private final SplittableRandom random; // guarded by itself
    private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean calm = new AtomicBoolean();

    private FaultyProxy(
            ServerSocket listener, RedisAddress server, Shares shares, SplittableRandom random, HistoryWriter history) {
        this.listener = listener;
        this.server = server;
        this.shares = shares;
        this.random = random;
        this.history = history;
    }

    static FaultyProxy start(RedisAddress server, Shares shares, SplittableRandom random, HistoryWriter history)
            throws IOException {
        ServerSocket listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        FaultyProxy proxy = new FaultyProxy(listener, server, shares, random, history);
        thread("storm-proxy", proxy::accept);
        return proxy;
    }

    /** Where clients connect to. */
    RedisAddress address() {
        return new RedisAddress(
                false, "127.0.0.1", listener.getLocalPort(), server.database(), server.user(), server.password());
    }

    /** No further faults. */
    void calm() {
        calm.set(true);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        links.forEach(ProxyLink::close);
    }

    /** The fate of one script. */
    ProxyLink.Fate draw() {
        double drawn;
        synchronized (random) {
            drawn = random.nextDouble();
        }
        if (calm.get() || drawn >= shares.cut() + shares.drop() + shares.hold()) {
            return ProxyLink.Fate.PASS;
        }
        if (drawn < shares.cut()) {
            return ProxyLink.Fate.CUT;
        }
        return drawn < shares.cut() + shares.drop() ? ProxyLink.Fate.DROP : ProxyLink.Fate.HOLD;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                connect(client);
            } catch (IOException ended) {
                LOG.debug("the proxy stops to listen: {}", ended.toString());
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Socket broker = new Socket(server.host(), server.port());
            broker.setTcpNoDelay(true);
            ProxyLink link = new ProxyLink(client, broker, this::draw, shares.holdMillis(), history);
            links.removeIf(ProxyLink::isClosed);
            links.add(link);
            thread("storm-proxy-up", link::carryRequests);
            thread("storm-proxy-down", link::carryReplies);
        } catch (IOException down) {
            client.close();
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
