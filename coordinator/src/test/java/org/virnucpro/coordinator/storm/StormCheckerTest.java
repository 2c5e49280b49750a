package org.virnucpro.coordinator.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.history.HistoryEvent;
import org.virnucpro.common.history.HistoryEvent.Kind;

final class StormCheckerTest {

    private static final String RECORDED = "RECORDED";
    private final List<HistoryEvent> history = new ArrayList<>();
    private long now;

    @Test
    void a_run_that_kept_its_laws_is_good() {
        goodRun("up");

        StormVerdict verdict = StormChecker.check(history);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.isGood()).isTrue();
        assertThat(verdict.counts())
                .containsEntry("tasks", 3L)
                .containsEntry("done", 2L)
                .containsEntry("dead", 1L)
                .containsEntry("takes", 4L)
                .containsEntry("fenced", 1L)
                .containsEntry("steals", 1L)
                .containsEntry("steal_events", 1L)
                .containsEntry("worker_kills", 1L)
                .containsEntry("dropped_replies", 1L)
                .containsEntry("rows", 5L);
    }

    @Test
    void the_verdict_has_the_fields_that_the_project_promises() {
        goodRun("always");

        assertThat(StormChecker.check(history).fields())
                .containsEntry("mode", "always")
                .containsEntry("ok", true)
                .containsKeys(
                        "tasks",
                        "lost",
                        "double_effects",
                        "wrong_survivor",
                        "steals",
                        "steal_events",
                        "worker_kills",
                        "redis_kills",
                        "dropped_replies");
    }

    @Test
    void a_task_that_ends_neither_done_nor_dead_is_lost() {
        goodRun("up");
        replace(event -> is(event, Kind.FINAL, 0), event(Kind.FINAL, "", 0, 0, HistoryEvent.OPEN));

        assertViolation("lost", "task 0");
    }

    @Test
    void a_task_without_a_final_state_is_lost() {
        goodRun("up");
        history.removeIf(event -> is(event, Kind.FINAL, 1));

        assertViolation("lost", "task 1");
    }

    @Test
    void two_accepted_tokens_are_a_double_effect() {
        goodRun("up");
        replace(event -> event.detail().equals("FENCED"), event(Kind.ANSWER, "w1", 1, 20, RECORDED));

        assertViolation("double_effects", "tokens 20 and 21");
    }

    @Test
    void a_duplicate_answer_is_an_acceptance_too() {
        goodRun("up");
        replace(event -> event.detail().equals("FENCED"), event(Kind.ANSWER, "w1", 1, 20, "DUPLICATE"));

        assertViolation("double_effects", "tokens 20 and 21");
    }

    @Test
    void the_same_token_accepted_twice_is_one_effect() {
        goodRun("up");
        insertBefore(Kind.FINAL, event(Kind.SEND, "w0", 0, 10, ""));
        insertBefore(Kind.FINAL, event(Kind.ANSWER, "w0", 0, 10, "DUPLICATE"));

        assertThat(StormChecker.check(history).violations()).isEmpty();
    }

    @Test
    void two_accepted_tokens_are_forgiven_when_the_log_was_cut_between_them() {
        lossRun(5);

        StormVerdict verdict = StormChecker.check(history);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.counts()).containsEntry("accepted_twice", 1L);
    }

    @Test
    void a_zombie_with_an_older_token_may_be_the_second() {
        begin("loss");
        plan(0, "2");
        take("w0", 0, 10);
        send("w0", 0, 10);
        take("w1", 0, 11);
        completed("w1", 0, 11, RECORDED);
        add(Kind.REDIS_CUT, "", -1, 0, "99");
        add(Kind.ANSWER, "w0", 0, 10, RECORDED);
        ended(0, 10, "2");
        end(0, 2);

        assertThat(StormChecker.check(history).violations()).isEmpty();
    }

    @Test
    void a_cut_at_another_time_forgives_nothing() {
        lossRun(0);

        assertViolation("double_effects", "nothing was lost between");
    }

    @Test
    void a_task_that_the_server_did_twice_is_a_double_effect() {
        goodRun("up");
        insertBefore(Kind.FINAL, event(Kind.DONE, "w0", 0, 0, ""));

        assertViolation("double_effects", "2 times");
    }

    @Test
    void a_survivor_that_was_refused_is_wrong() {
        goodRun("up");
        replace(event -> is(event, Kind.FINAL, 1), event(Kind.FINAL, "", 1, 20, "DONE"));

        assertViolation("wrong_survivor", "token 20 counts, but no completion with it was accepted");
    }

    @Test
    void a_survivor_that_nobody_sent_is_wrong() {
        goodRun("up");
        replace(event -> is(event, Kind.FINAL, 0), event(Kind.FINAL, "", 0, 99, "DONE"));

        assertViolation("wrong_survivor", "token 99");
    }

    @Test
    void a_survivor_whose_answer_nobody_saw_is_right() {
        goodRun("up");
        history.removeIf(event -> event.kind() == Kind.ANSWER && event.task() == 0);

        StormVerdict verdict = StormChecker.check(history);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.counts()).containsEntry("unanswered", 1L);
    }

    @Test
    void an_accepted_completion_that_the_broker_forgot_is_wrong() {
        goodRun("up");
        replace(event -> is(event, Kind.FINAL, 0), event(Kind.FINAL, "", 0, 0, HistoryEvent.OPEN));

        assertViolation("wrong_survivor", "token 10 was accepted, but the task is OPEN");
    }

    @Test
    void a_steal_without_its_event_is_noticed() {
        goodRun("up");
        history.removeIf(event -> event.kind() == Kind.STEAL);

        assertViolation("steals", "the counter says 1, the stream has 0");
    }

    @Test
    void a_task_that_died_of_the_faults_is_noticed() {
        goodRun("up");
        replace(event -> is(event, Kind.FINAL, 0), event(Kind.FINAL, "", 0, 0, "DEAD lease expired"));

        assertViolation("wrongly_dead", "lease expired");
    }

    @Test
    void a_poisoned_task_that_is_done_is_noticed() {
        goodRun("up");
        replace(event -> is(event, Kind.FINAL, 2), event(Kind.FINAL, "", 2, 30, "DONE"));

        assertViolation("wrongly_dead", "cannot be computed");
    }

    @Test
    void a_token_given_to_two_workers_is_noticed() {
        goodRun("up");
        insertBefore(Kind.FINAL, event(Kind.TAKE, "w7", 0, 10, "other OWN"));

        assertViolation("shared_tokens", "token 10 was given to");
    }

    @Test
    void the_same_lease_given_again_to_its_holder_is_no_violation() {
        goodRun("up");
        insertBefore(Kind.FINAL, event(Kind.TAKE, "w0", 0, 10, "first AGAIN"));

        assertThat(StormChecker.check(history).violations()).isEmpty();
    }

    @Test
    void a_task_that_is_done_but_not_published_is_noticed() {
        goodRun("up");
        history.removeIf(event -> is(event, Kind.PUBLISHED, 0));

        assertViolation("unpublished", "published 0 times");
    }

    @Test
    void a_task_that_is_published_twice_is_noticed() {
        goodRun("up");
        insertBefore(Kind.END, event(Kind.PUBLISHED, "w1", 1, 20, "3"));

        assertViolation("unpublished", "published 2 times");
    }

    @Test
    void the_part_of_another_token_is_noticed() {
        goodRun("up");
        replace(event -> is(event, Kind.PUBLISHED, 1), event(Kind.PUBLISHED, "w1", 1, 20, "3"));

        assertViolation("unpublished", "token 21 counts, but 20 is published");
    }

    @Test
    void missing_rows_are_noticed() {
        goodRun("up");
        replace(event -> is(event, Kind.PUBLISHED, 1), event(Kind.PUBLISHED, "w2", 1, 21, "2"));

        assertViolation("unpublished", "2 rows are published, 3 were planned");
        assertViolation("rows", "the results have 5, the parts 4");
    }

    @Test
    void a_run_that_came_to_no_end_is_bad() {
        goodRun("up");
        insertBefore(Kind.END, event(Kind.ABORT, "", -1, 0, "nothing happened for 45 s"));

        assertViolation("the run came to no end", "45 s");
    }

    @Test
    void a_history_without_its_end_is_bad() {
        goodRun("up");
        history.removeIf(event -> event.kind() == Kind.END);

        assertViolation("the history is not whole", "0 last lines");
    }

    @Test
    void an_empty_history_is_bad() {
        assertViolation("the history is not whole", "0 first");
    }

    @Test
    void an_answer_without_its_completion_is_noticed() {
        goodRun("up");
        history.removeIf(event -> event.kind() == Kind.SEND && event.task() == 0);

        assertViolation("task 0", "did not send");
    }

    @Test
    void a_worker_may_send_an_old_completion_again_while_a_new_one_is_under_way() {
        goodRun("up");
        insertBefore(Kind.FINAL, event(Kind.SEND, "w2", 0, 10, ""));
        insertBefore(Kind.FINAL, event(Kind.SEND, "w2", 1, 21, ""));
        insertBefore(Kind.FINAL, event(Kind.ANSWER, "w2", 0, 10, "FENCED"));
        insertBefore(Kind.FINAL, event(Kind.ANSWER, "w2", 1, 21, "DUPLICATE"));

        assertThat(StormChecker.check(history).violations()).isEmpty();
    }

    /** Task 0: stolen and done; task 1: its first worker was too slow; task 2: poison. */
    private void goodRun(String mode) {
        begin(mode);
        plan(0, "2");
        plan(1, "3");
        plan(2, HistoryEvent.POISON + "4");
        add(Kind.START, "p0", -1, 0, "");
        take("w0", 0, 10);
        take("w1", 1, 20);
        add(Kind.KILL, "p1", -1, 0, "");
        take("w2", 1, 21);
        completed("w2", 1, 21, RECORDED);
        completed("w1", 1, 20, "FENCED");
        add(Kind.DROP, "", -1, 0, "");
        completed("w0", 0, 10, RECORDED);
        take("w0", 2, 30);
        add(Kind.FAIL, "w0", 2, 30, "DEAD");
        ended(0, 10, "2");
        ended(1, 21, "3");
        add(Kind.FINAL, "", 2, 0, "DEAD this task is poison");
        add(Kind.STEAL, "w0", 0, 0, "w1");
        end(1, 5);
    }

    /** One task, done twice, with a cut of the log after so many events. */
    private void lossRun(int cutAfter) {
        begin("loss");
        plan(0, "2");
        take("w0", 0, 10);
        completed("w0", 0, 10, RECORDED);
        take("w1", 0, 11);
        completed("w1", 0, 11, RECORDED);
        ended(0, 11, "2");
        end(0, 2);
        history.add(
                cutAfter, new HistoryEvent(Kind.REDIS_CUT, history.get(cutAfter).ms(), "", -1, 0, "4711"));
    }

    private void begin(String mode) {
        add(Kind.BEGIN, mode, -1, 0, "7");
    }

    private void plan(int task, String frames) {
        add(Kind.PLAN, "", task, 0, frames);
    }

    private void take(String worker, int task, long token) {
        add(Kind.TAKE, worker, task, token, "first OWN");
    }

    private void send(String worker, int task, long token) {
        add(Kind.SEND, worker, task, token, "");
    }

    private void completed(String worker, int task, long token, String answer) {
        send(worker, task, token);
        add(Kind.ANSWER, worker, task, token, answer);
    }

    private void ended(int task, long token, String rows) {
        add(Kind.DONE, "w", task, 0, "");
        add(Kind.FINAL, "", task, token, "DONE");
        add(Kind.PUBLISHED, "w", task, token, rows);
    }

    private void end(long steals, long rows) {
        add(Kind.COUNT, "steals", -1, 0, Long.toString(steals));
        add(Kind.COUNT, "rows", -1, 0, Long.toString(rows));
        add(Kind.END, "", -1, 0, "");
    }

    private void add(Kind kind, String who, int task, long token, String detail) {
        now += 10;
        history.add(event(kind, who, task, token, detail));
    }

    private HistoryEvent event(Kind kind, String who, int task, long token, String detail) {
        return new HistoryEvent(kind, now, who, task, token, detail);
    }

    private void replace(Predicate<HistoryEvent> which, HistoryEvent by) {
        assertThat(history).filteredOn(which).hasSize(1);
        history.replaceAll(event -> which.test(event) ? by : event);
    }

    private void insertBefore(Kind kind, HistoryEvent event) {
        int place = 0;
        while (history.get(place).kind() != kind) {
            place++;
        }
        history.add(place, event);
    }

    private void assertViolation(String law, String words) {
        StormVerdict verdict = StormChecker.check(history);
        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.violations())
                .anySatisfy(violation -> assertThat(violation).startsWith(law).contains(words));
    }

    private static boolean is(HistoryEvent event, Kind kind, int task) {
        return event.kind() == kind && event.task() == task;
    }
}
