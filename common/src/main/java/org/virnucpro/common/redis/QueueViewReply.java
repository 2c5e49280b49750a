package org.virnucpro.common.redis;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.queue.QueueView;
import org.virnucpro.common.queue.RunCounts;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/** Reads the reply of {@code lua/run/observe.lua}. */
final class QueueViewReply {

    private final List<Object> reply;
    private final Map<String, Long> counters = new HashMap<>();

    QueueViewReply(List<Object> reply) {
        this.reply = reply;
        List<String> flat = strings(reply.get(4));
        for (int i = 0; i < flat.size(); i += 2) {
            counters.put(flat.get(i), Long.parseLong(flat.get(i + 1)));
        }
    }

    QueueView view() {
        RunState state = RunState.valueOf((String) reply.get(0));
        Instant time = millis((String) reply.get(1));
        QueueView.Aside aside = new QueueView.Aside(
                Long.parseLong((String) reply.get(7)), Long.parseLong((String) reply.get(8)), Long.parseLong((String)
                        reply.get(9)));
        RunCounts counts = new RunCounts(
                Long.parseLong((String) reply.get(2)),
                count("submitted"),
                count("pending"),
                count("leased"),
                count("done"),
                count("dead"),
                count("cancelled"),
                count("requeued"),
                count("steal"),
                count("split"));
        return new QueueView(state, time, queues(), Long.parseLong((String) reply.get(3)), counts, leases(), aside);
    }

    private List<QueueView.Queue> queues() {
        List<QueueView.Queue> queues = new ArrayList<>();
        for (Object entry : (List<?>) reply.get(5)) {
            List<String> fields = strings(entry);
            String worker = fields.get(0);
            queues.add(new QueueView.Queue(
                    new WorkerId(worker),
                    membership(fields.get(1)),
                    counters.getOrDefault("weight:" + worker, 1000L) / 1000.0,
                    Long.parseLong(fields.get(2)),
                    Long.parseLong(fields.get(3)),
                    Long.parseLong(fields.get(4)),
                    new QueueView.Done(
                            count("tasks:" + worker),
                            count("seqs:" + worker),
                            count("cost:" + worker),
                            count("busy:" + worker),
                            count("steal:" + worker),
                            count("refused:" + worker)),
                    new QueueView.Room(
                            fields.get(5).isEmpty() ? Long.MAX_VALUE : Long.parseLong(fields.get(5)),
                            Long.parseLong(fields.get(6)))));
        }
        queues.sort(Comparator.comparing(QueueView.Queue::worker));
        return queues;
    }

    private List<QueueView.Lease> leases() {
        List<QueueView.Lease> leases = new ArrayList<>();
        for (Object entry : (List<?>) reply.get(6)) {
            List<String> fields = strings(entry);
            leases.add(new QueueView.Lease(
                    new TaskId(Integer.parseInt(fields.get(0))),
                    new WorkerId(fields.get(1)),
                    Long.parseLong(fields.get(3)),
                    millis(fields.get(4)),
                    millis(fields.get(2))));
        }
        leases.sort(Comparator.comparing(QueueView.Lease::task));
        return leases;
    }

    private static QueueView.Membership membership(String value) {
        if (value.isEmpty()) {
            return QueueView.Membership.EXPECTED;
        }
        return RunMembers.isDeparted(value) ? QueueView.Membership.DEPARTED : QueueView.Membership.MEMBER;
    }

    private long count(String name) {
        return counters.getOrDefault(name, 0L);
    }

    private static Instant millis(String text) {
        return Instant.ofEpochMilli(Long.parseLong(text));
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }
}
