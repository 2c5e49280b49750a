package org.virnucpro.coordinator.storm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.virnucpro.common.history.HistoryEvent;
import org.virnucpro.common.history.HistoryEvent.Kind;

/**
 * Recomputes from a history alone whether a run kept its laws. It knows nothing of the code that made the history. A completion
 * without an answer may or may not have been accepted. Where the broker lost what it had acknowledged, a task may be accepted
 * again under another token; that is forgiven only when a cut of the log lies between. Used once.
 */
public final class StormChecker {

    private final Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
    private final Map<Integer, TaskStory> tasks = new LinkedHashMap<>();
    private final Map<String, Long> counters = new HashMap<>();
    private final List<Long> cuts = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Long> answers = new HashMap<>();
    private String mode = "";

    private StormChecker() {}

    /** The verdict over a whole history. */
    public static StormVerdict check(Collection<HistoryEvent> history) {
        StormChecker checker = new StormChecker();
        history.forEach(checker::read);
        return checker.verdict();
    }

    private void read(HistoryEvent event) {
        kinds.merge(event.kind(), 1L, Long::sum);
        switch (event.kind()) {
            case BEGIN -> mode = event.who();
            case REDIS_CUT -> cuts.add(event.ms());
            case COUNT -> counters.put(event.who(), Long.parseLong(event.detail()));
            case ABORT -> violations.add("the run came to no end: " + event.detail());
            case SEND -> sent(event);
            case ANSWER -> answered(event);
            case PLAN, TAKE, FINAL, PUBLISHED, DONE -> story(event.task()).read(event);
            default -> {}
        }
    }

    private void sent(HistoryEvent event) {
        story(event.task()).sent(new Completion(event.who(), event.token(), event.ms()));
    }

    private void answered(HistoryEvent event) {
        answers.merge(event.detail(), 1L, Long::sum);
        Optional<Completion> waiting = story(event.task()).waiting(event.who(), event.token());
        if (waiting.isEmpty()) {
            violations.add("task " + event.task() + ": " + event.who()
                    + " has an answer to a completion that it did not" + " send: the history is torn");
            return;
        }
        waiting.get().answered(event.detail(), event.ms());
    }

    private TaskStory story(int task) {
        return tasks.computeIfAbsent(task, TaskStory::new);
    }

    private StormVerdict verdict() {
        if (count(Kind.BEGIN) != 1 || count(Kind.END) != 1) {
            violations.add("the history is not whole: it has " + count(Kind.BEGIN) + " first and " + count(Kind.END)
                    + " last lines");
        }
        long lost = law("lost", TaskStory::lost);
        long twice = law("double_effects", story -> story.doubleEffect(cuts));
        long wrong = law("wrong_survivor", story -> story.wrongSurvivor(cuts));
        long dead = law("wrongly_dead", TaskStory::wronglyDead);
        long shared = law("shared_tokens", TaskStory::sharedToken);
        long unpublished = law("unpublished", TaskStory::wronglyPublished);
        long steals = counters.getOrDefault("steals", -1L);
        if (steals != count(Kind.STEAL)) {
            violations.add("steals: the counter says " + steals + ", the stream has " + count(Kind.STEAL) + " events");
        }
        long rows = sum(TaskStory::publishedRows);
        if (counters.getOrDefault("rows", -1L) != rows) {
            violations.add("rows: the results have " + counters.get("rows") + ", the parts " + rows);
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("tasks", count(Kind.PLAN));
        counts.put("lost", lost);
        counts.put("double_effects", twice);
        counts.put("wrong_survivor", wrong);
        counts.put("steals", steals);
        counts.put("steal_events", count(Kind.STEAL));
        counts.put("worker_kills", count(Kind.KILL));
        counts.put("redis_kills", count(Kind.REDIS_KILL));
        counts.put("dropped_replies", count(Kind.DROP));
        counts.put("cut_requests", count(Kind.CUT));
        counts.put("held_requests", count(Kind.HOLD));
        counts.put("stalls", count(Kind.STALL));
        counts.put("own_ends", count(Kind.EXIT));
        counts.put("bytes_cut", counters.getOrDefault("bytes_cut", 0L));
        counts.put("takes", count(Kind.TAKE));
        counts.put("completions", count(Kind.SEND));
        counts.put("duplicates", answers.getOrDefault("DUPLICATE", 0L));
        counts.put("fenced", answers.getOrDefault("FENCED", 0L));
        counts.put(
                "unanswered", count(Kind.SEND) - count(Kind.ANSWER) + answers.getOrDefault(HistoryEvent.SILENCE, 0L));
        counts.put("accepted_twice", sum(story -> story.acceptedTokens() > 1 ? 1 : 0));
        counts.put("done", sum(story -> story.isDone() ? 1 : 0));
        counts.put("dead", sum(story -> story.isDead() ? 1 : 0));
        counts.put("wrongly_dead", dead);
        counts.put("shared_tokens", shared);
        counts.put("unpublished", unpublished);
        counts.put("rows", rows);
        return new StormVerdict(mode, counts, violations);
    }

    /** Counts the tasks that break a law, and says in words how the first of them does. */
    private long law(String name, java.util.function.Function<TaskStory, Optional<String>> breach) {
        long broken = 0;
        for (TaskStory story : tasks.values()) {
            Optional<String> how = breach.apply(story);
            if (how.isPresent() && broken++ == 0) {
                violations.add(name + ": task " + story.task() + ": " + how.get());
            }
        }
        return broken;
    }

    private long sum(ToLongFunction<TaskStory> number) {
        return tasks.values().stream().mapToLong(number).sum();
    }

    private long count(Kind kind) {
        return kinds.getOrDefault(kind, 0L);
    }
}
