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

/** The hash of announced workers: worker to "ms incarnation json", the time being the server's. Thread-safe. */
final class WorkerAnnouncements {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerAnnouncements.class);
    private static final List<Object> KEYS = List.of(RedisKeys.WORKERS);

    private final RedisCalls calls;

    WorkerAnnouncements(RedisCalls calls) {
        this.calls = calls;
    }

    void announce(WorkerRecord worker) {
        calls.run(
                RedisScript.ANNOUNCE,
                KEYS,
                List.of(worker.worker().value(), worker.incarnation().value(), ClusterJson.write(worker)));
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
            String[] parts = ((String) entry).split(" ", 3);
            Instant seen = Instant.ofEpochMilli(Long.parseLong(parts[0]));
            if (seen.isAfter(oldest)) {
                add(workers, parts[2], seen);
            }
        }
        workers.sort(Comparator.comparing(WorkerRecord::worker));
        return workers;
    }

    /** A worker of another version must not hide the others. */
    private static void add(List<WorkerRecord> workers, String json, Instant seen) {
        try {
            WorkerRecord read = ClusterJson.readWorker(json);
            workers.add(new WorkerRecord(
                    read.worker(),
                    read.incarnation(),
                    read.host(),
                    read.device(),
                    read.engine(),
                    read.weight(),
                    read.models(),
                    read.draining(),
                    seen));
        } catch (BrokerException e) {
            LOG.warn("an announced worker is left out: {}", e.getMessage());
        }
    }
}
