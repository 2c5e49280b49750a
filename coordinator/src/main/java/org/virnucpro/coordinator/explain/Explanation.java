package org.virnucpro.coordinator.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.virnucpro.common.task.WorkerId;

/**
 * Why workers had no task, for people and for programs.
 *
 * @param run its name; empty when the record does not say
 * @param longerThan shorter stretches are left out: a worker looks for work once in this time
 * @param end up to when; a stretch that ends then may go on
 * @param live whether the run goes on
 * @param stretches of all workers, longer than that
 * @param apart live workers that take no part in the run, each with the reason
 */
public record Explanation(
        String run,
        Duration longerThan,
        Instant end,
        boolean live,
        List<IdleStretch> stretches,
        Map<WorkerId, String> apart) {

    /** What is said of a stretch that its worker did not explain. */
    static final String UNSAID =
            "not known: the worker did not say (is it of an older version, or was it cut off from the broker?)";

    public Explanation {
        stretches = stretches.stream()
                .filter(stretch -> stretch.length().compareTo(longerThan) > 0)
                .toList();
        apart = new TreeMap<>(apart);
    }

    /** The same about one worker. */
    public Explanation about(WorkerId worker) {
        Map<WorkerId, String> one = new TreeMap<>(apart);
        one.keySet().retainAll(List.of(worker));
        return new Explanation(
                run,
                longerThan,
                end,
                live,
                stretches.stream()
                        .filter(stretch -> stretch.worker().equals(worker))
                        .toList(),
                one);
    }

    /** One object. */
    public Map<String, Object> describe() {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("run", run.isEmpty() ? null : run);
        described.put("live", live);
        described.put("until", end.toString());
        described.put("longer_than_seconds", seconds(longerThan));
        Map<WorkerId, List<IdleStretch>> byWorker = byWorker();
        List<Map<String, Object>> workers = new ArrayList<>();
        byWorker.forEach((worker, own) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("worker", worker.value());
            entry.put("idle_seconds", seconds(total(own)));
            entry.put("idle_now", now(own).isPresent());
            entry.put("stretches", own.stream().map(this::describe).toList());
            workers.add(entry);
        });
        described.put("workers", workers);
        Map<String, String> outside = new TreeMap<>();
        apart.forEach((worker, reason) -> outside.put(worker.value(), reason));
        described.put("not_in_the_run", outside);
        return described;
    }

    /** Lines for a person. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        String subject = run.isEmpty() ? "this run" : "run " + run;
        if (stretches.isEmpty()) {
            lines.add(String.format(
                    Locale.ROOT, "%s: no worker was idle for longer than %.1f s", subject, seconds(longerThan)));
        } else {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: times longer than %.1f s in which a worker had no task, and why",
                    subject,
                    seconds(longerThan)));
        }
        byWorker().forEach((worker, own) -> {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s: %.1f s in %d%s",
                    worker,
                    seconds(total(own)),
                    own.size(),
                    now(own).map(stretch -> ", idle now").orElse("")));
            own.forEach(stretch -> lines.addAll(text(stretch)));
        });
        apart.forEach((worker, reason) -> lines.add(worker + ": takes no part: " + reason));
        return lines;
    }

    private List<String> text(IdleStretch stretch) {
        List<String> lines = new ArrayList<>();
        String head = String.format(
                Locale.ROOT,
                "  %s  %8.1f s  ",
                stretch.start().toString().substring(11, 19),
                seconds(stretch.length()));
        if (stretch.causes().isEmpty()) {
            lines.add(head + UNSAID);
        }
        for (IdleStretch.Cause cause : stretch.causes()) {
            lines.add(
                    lines.isEmpty()
                            ? head + cause.reason()
                            : " ".repeat(10) + "from "
                                    + cause.since().toString().substring(11, 19) + "  " + cause.reason());
        }
        return lines;
    }

    private Map<String, Object> describe(IdleStretch stretch) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("start", stretch.start().toString());
        described.put("end", stretch.end().toString());
        described.put("seconds", seconds(stretch.length()));
        described.put("explained", !stretch.causes().isEmpty());
        List<Map<String, Object>> reasons = new ArrayList<>();
        stretch.causes().forEach(cause -> {
            Map<String, Object> reason = new LinkedHashMap<>();
            reason.put("since", cause.since().toString());
            reason.put("reason", cause.reason());
            reasons.add(reason);
        });
        described.put("reasons", reasons);
        return described;
    }

    private Map<WorkerId, List<IdleStretch>> byWorker() {
        Map<WorkerId, List<IdleStretch>> byWorker = new TreeMap<>();
        stretches.forEach(stretch -> byWorker.computeIfAbsent(stretch.worker(), worker -> new ArrayList<>())
                .add(stretch));
        return byWorker;
    }

    private Optional<IdleStretch> now(List<IdleStretch> own) {
        return own.stream().filter(stretch -> live && stretch.end().equals(end)).findFirst();
    }

    private static Duration total(List<IdleStretch> own) {
        return own.stream().map(IdleStretch::length).reduce(Duration.ZERO, Duration::plus);
    }

    private static double seconds(Duration duration) {
        return (double) duration.toMillis() / 1000;
    }
}
