package org.virnucpro.coordinator.storm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.history.HistoryEvent;

/** What a history says of one task. Each law returns how it is broken; empty when it is kept. Confined to the checker. */
final class TaskStory {

    private final int task;
    private final List<Completion> completions = new ArrayList<>();
    private final Map<Long, String> takers = new HashMap<>();
    private final List<HistoryEvent> published = new ArrayList<>();
    private String plan = "";
    private String state = HistoryEvent.OPEN;
    private long survivor;
    private int recordedByServer;
    private String sharedToken = "";

    TaskStory(int task) {
        this.task = task;
    }

    int task() {
        return task;
    }

    void read(HistoryEvent event) {
        switch (event.kind()) {
            case PLAN -> plan = event.detail();
            case TAKE -> taken(event);
            case DONE -> recordedByServer++;
            case PUBLISHED -> published.add(event);
            case FINAL -> {
                state = event.detail();
                survivor = event.token();
            }
            default -> throw new IllegalArgumentException(event.toString());
        }
    }

    void sent(Completion completion) {
        completions.add(completion);
    }

    /** The first completion of this worker and token that has no answer yet; a worker may send one again. */
    Optional<Completion> waiting(String worker, long token) {
        return completions.stream()
                .filter(completion -> completion.waitsFor(worker, token))
                .findFirst();
    }

    boolean isDone() {
        return state.equals("DONE");
    }

    boolean isDead() {
        return !isDone() && !state.equals(HistoryEvent.OPEN);
    }

    long acceptedTokens() {
        return accepted().stream().mapToLong(Completion::token).distinct().count();
    }

    long publishedRows() {
        return published.stream()
                .mapToLong(part -> Long.parseLong(part.detail()))
                .sum();
    }

    /** Every task of the plan ends done, or dead when it cannot be computed. */
    Optional<String> lost() {
        if (plan.isEmpty()) {
            return Optional.of("it is not in the plan");
        }
        return isDone() || isDead() ? Optional.empty() : Optional.of("it is neither done nor dead: " + state);
    }

    /** A task that can be computed does not die, and one that cannot is not done. */
    Optional<String> wronglyDead() {
        boolean poison = plan.startsWith(HistoryEvent.POISON);
        if (poison && isDone()) {
            return Optional.of("it is done, but cannot be computed");
        }
        return !poison && isDead() ? Optional.of("it is dead, but can be computed: " + state) : Optional.empty();
    }

    /** No token is given to two workers. */
    Optional<String> sharedToken() {
        return sharedToken.isEmpty() ? Optional.empty() : Optional.of(sharedToken);
    }

    /** At most one accepted completion, unless what was acknowledged was lost between them; the server records one. */
    Optional<String> doubleEffect(List<Long> cuts) {
        if (recordedByServer > 1) {
            return Optional.of("the server's stream has it done " + recordedByServer + " times");
        }
        List<Completion> accepted = accepted();
        for (Completion one : accepted) {
            for (Completion other : accepted) {
                if (one.token() < other.token() && !lostBetween(one, other, cuts) && !lostBetween(other, one, cuts)) {
                    return Optional.of("accepted under tokens " + one.token() + " and " + other.token()
                            + ", and nothing was lost between");
                }
            }
        }
        return Optional.empty();
    }

    /** The token that counts at the end was accepted, and no other accepted one vanished without a loss. */
    Optional<String> wrongSurvivor(List<Long> cuts) {
        if (!isDone()) {
            return accepted().stream()
                    .filter(vanished -> !lostBetween(vanished.sentMs(), Long.MAX_VALUE, cuts))
                    .findFirst()
                    .map(vanished -> "token " + vanished.token() + " was accepted, but the task is " + state);
        }
        if (recordedByServer == 0) {
            return Optional.of("it is done, but the server's stream does not say so");
        }
        if (completions.stream()
                .noneMatch(sent -> sent.token() == survivor && (sent.isAccepted() || sent.isUnknown()))) {
            return Optional.of("token " + survivor + " counts, but no completion with it was accepted");
        }
        return accepted().stream()
                .filter(other -> other.token() != survivor)
                .filter(other -> !lostBetween(other.sentMs(), Long.MAX_VALUE, cuts))
                .findFirst()
                .map(other -> "token " + survivor + " counts, but " + other.token() + " was accepted");
    }

    /** Exactly the part of the token that counts is published, with all its rows; of a task that is not done none is. */
    Optional<String> wronglyPublished() {
        if (!isDone()) {
            return published.isEmpty() ? Optional.empty() : Optional.of("it is not done, but published");
        }
        if (published.size() != 1) {
            return Optional.of("it is published " + published.size() + " times");
        }
        HistoryEvent part = published.get(0);
        if (part.token() != survivor) {
            return Optional.of("token " + survivor + " counts, but " + part.token() + " is published");
        }
        return part.detail().equals(plan)
                ? Optional.empty()
                : Optional.of(part.detail() + " rows are published, " + plan + " were planned");
    }

    private void taken(HistoryEvent event) {
        String taker = event.who() + " " + event.detail().split(" ", 2)[0];
        String before = takers.putIfAbsent(event.token(), taker);
        if (before != null && !before.equals(taker)) {
            sharedToken = "token " + event.token() + " was given to " + before + " and to " + taker;
        }
    }

    private List<Completion> accepted() {
        return completions.stream().filter(Completion::isAccepted).toList();
    }

    /** Whether the first may have been forgotten when the second was accepted; a zombie's older token may be the second. */
    private static boolean lostBetween(Completion first, Completion second, List<Long> cuts) {
        return lostBetween(first.sentMs(), second.answeredMs(), cuts);
    }

    private static boolean lostBetween(long from, long until, List<Long> cuts) {
        return cuts.stream().anyMatch(cut -> cut >= from && cut <= until);
    }
}
