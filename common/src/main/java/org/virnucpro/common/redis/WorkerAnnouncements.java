package org.virnucpro.common.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;

/** The hash of announced workers: worker to "ms incarnation asked json", the time being the server's. Thread-safe. */
final class WorkerAnnouncements {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerAnnouncements.class);
    private static final List<Object> KEYS = List.of(RedisKeys.WORKERS);

    /** What a worker can be asked for, as the scripts know it. */
    static final String DRAIN = "drain";

    static final String NOTHING = "-";

    private final RedisCalls calls;

    WorkerAnnouncements(RedisCalls calls) {
        this.calls = calls;
    }

    /** Returns whether it is asked to drain. */
    boolean announce(WorkerRecord worker) {
        List<Object> reply = calls.run(
                RedisScript.ANNOUNCE,
                KEYS,
                List.of(worker.worker().value(), worker.incarnation().value(), ClusterJson.write(worker)));
        return reply.get(1).equals(DRAIN);
    }

    /** Asks an incarnation for something and wakes it. Returns whether it is announced. */
    boolean ask(WorkerId worker, Incarnation incarnation, String wish) {
        List<Object> reply =
                calls.run(RedisScript.DRAIN, KEYS, List.of(worker.value(), incarnation.value(), wish, RedisKeys.DRAIN));
        return reply.get(0).equals("ASKED");
    }

    void withdraw(WorkerId worker, Incarnation incarnation) {
        calls.run(RedisScript.WITHDRAW, KEYS, List.of(worker.value(), incarnation.value()));
    }

    List<WorkerRecord> youngerThan(Duration maximalAge) {
        List<Object> reply = calls.run(RedisScript.WORKERS, KEYS, List.of());
        Instant oldest =
                Instant.ofEpochMilli(Long.parseLong((String) reply.get(0))).minus(maximalAge);
        List<WorkerRecord> workers = new ArrayList<>();
        for (Object entry : reply.subList(1, reply.size())) {
            String[] parts = ((String) entry).split(" ", 4);
            Instant seen = Instant.ofEpochMilli(Long.parseLong(parts[0]));
            if (seen.isAfter(oldest)) {
                add(workers, parts[3], parts[2].equals(DRAIN), seen);
            }
        }
        workers.sort(Comparator.comparing(WorkerRecord::worker));
        return workers;
    }

    /** A worker of another version must not hide the others. */
    private static void add(List<WorkerRecord> workers, String json, boolean drained, Instant seen) {
        try {
            WorkerRecord read = ClusterJson.readWorker(json);
            workers.add(read.seen(seen, read.draining() || drained));
        } catch (BrokerException e) {
            LOG.warn("an announced worker is left out: {}", e.getMessage());
        }
    }
}
