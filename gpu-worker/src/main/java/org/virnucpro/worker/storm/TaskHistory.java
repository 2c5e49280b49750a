package org.virnucpro.worker.storm;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.virnucpro.common.history.HistoryEvent;
import org.virnucpro.common.history.HistoryEvent.Kind;
import org.virnucpro.common.history.HistoryWriter;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/** Writes down takes, completions and failures, the latter two with their answers. Thread-safe. */
final class TaskHistory {

    /** A call of the queues. */
    interface Call {
        Object make() throws Throwable;
    }

    private final HistoryWriter history;
    private final Runnable beforeCompletion;
    private final Set<FencingToken> sent = ConcurrentHashMap.newKeySet();

    /** @param beforeCompletion runs when a completion is about to be sent for the first time, its part being durable */
    TaskHistory(HistoryWriter history, Runnable beforeCompletion) {
        this.history = history;
        this.beforeCompletion = beforeCompletion;
    }

    Object recorded(WorkerId worker, String method, Object[] arguments, Call call) throws Throwable {
        return switch (method) {
            case "take" -> take(worker, (TakeRequest) arguments[0], call);
            case "complete" -> complete(worker, (TaskId) arguments[0], (FencingToken) arguments[1], call);
            case "fail" -> fail(worker, (TaskId) arguments[0], (FencingToken) arguments[1], call);
            default -> call.make();
        };
    }

    private Object take(WorkerId worker, TakeRequest request, Call call) throws Throwable {
        Object outcome = call.make();
        if (outcome instanceof TakeOutcome.Leased leased) {
            history.write(
                    Kind.TAKE,
                    worker.value(),
                    leased.task().id().index(),
                    leased.token().value(),
                    request.incarnation() + " " + leased.origin());
        }
        return outcome;
    }

    private Object complete(WorkerId worker, TaskId task, FencingToken token, Call call) throws Throwable {
        if (sent.add(token)) {
            beforeCompletion.run();
        }
        history.write(Kind.SEND, worker.value(), task.index(), token.value(), "");
        return answered(Kind.ANSWER, worker, task, token, call);
    }

    private Object fail(WorkerId worker, TaskId task, FencingToken token, Call call) throws Throwable {
        return answered(Kind.FAIL, worker, task, token, call);
    }

    private Object answered(Kind kind, WorkerId worker, TaskId task, FencingToken token, Call call) throws Throwable {
        try {
            Object answer = call.make();
            history.write(kind, worker.value(), task.index(), token.value(), answer.toString());
            return answer;
        } catch (BrokerException silence) {
            history.write(kind, worker.value(), task.index(), token.value(), HistoryEvent.SILENCE);
            throw silence;
        }
    }
}
