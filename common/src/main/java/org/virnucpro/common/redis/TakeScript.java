package org.virnucpro.common.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.virnucpro.common.queue.ImbalanceThreshold;
import org.virnucpro.common.queue.RunState;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.WorkerId;

/** Keys, arguments and reply of {@code lua/run/take.lua}. */
final class TakeScript {

    private final List<Object> keys;
    private final List<String> arguments = new ArrayList<>();

    TakeScript(RedisKeys runKeys, TakeRequest request) {
        Set<WorkerId> compared = new LinkedHashSet<>(request.queues());
        compared.add(request.worker());
        List<WorkerId> queues = new ArrayList<>(compared);
        request.sources().stream()
                .map(source -> owner(source, request.worker()))
                .filter(owner -> !queues.contains(owner))
                .forEach(queues::add);
        keys = runKeys.withQueues(queues);
        arguments.add(request.worker().value());
        arguments.add(request.incarnation().value());
        arguments.add(
                number(request.threshold().map(ImbalanceThreshold::minimum).orElse(0)));
        arguments.add(number(request.threshold().map(ImbalanceThreshold::factor).orElse(0)));
        arguments.add(
                number(request.threshold().map(ImbalanceThreshold::difference).orElse(0)));
        arguments.add(number(compared.size()));
        arguments.add(number(runKeys.fixed().size() + 1 + queues.indexOf(request.worker())));
        compared.forEach(owner -> arguments.add(owner.value()));
        for (TakeSource source : request.sources()) {
            addSource(
                    source,
                    request.worker(),
                    runKeys.fixed().size() + 1 + queues.indexOf(owner(source, request.worker())));
        }
    }

    List<Object> keys() {
        return keys;
    }

    List<String> arguments() {
        return arguments;
    }

    private void addSource(TakeSource source, WorkerId thief, int position) {
        boolean retry = source instanceof TakeSource.RetryList;
        TakeSource.Steal limits = source instanceof TakeSource.Steal steal ? steal : TakeSource.Steal.anyFrom(thief);
        arguments.add(origin(source, thief).name());
        arguments.add(number(retry ? RedisKeys.retryPosition() : position));
        arguments.add(owner(source, thief).value());
        arguments.add(number(Math.min(limits.maximalCostMillis(), Task.MAXIMAL_COST_MILLIS)));
        arguments.add(number(limits.furtherTasks()));
        arguments.add(number(Math.min(limits.batchCostMillis(), Task.MAXIMAL_COST_MILLIS)));
    }

    private static TakeOutcome.Origin origin(TakeSource source, WorkerId thief) {
        if (source instanceof TakeSource.RetryList) {
            return TakeOutcome.Origin.RETRY;
        }
        if (source instanceof TakeSource.OwnQueue) {
            return TakeOutcome.Origin.OWN;
        }
        if (owner(source, thief).equals(thief)) {
            throw new IllegalArgumentException(thief + " cannot take its own queue as somebody else's");
        }
        return source instanceof TakeSource.Departed ? TakeOutcome.Origin.DEPARTED : TakeOutcome.Origin.STOLEN;
    }

    /** Whose queue a source is; the thief stands in for the retry list, which has no owner. */
    private static WorkerId owner(TakeSource source, WorkerId thief) {
        if (source instanceof TakeSource.Departed departed) {
            return departed.owner();
        }
        return source instanceof TakeSource.Steal steal ? steal.victim() : thief;
    }

    private static String number(long value) {
        return Long.toString(value);
    }

    private static Optional<Duration> wait(String millis) {
        return millis.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(Long.parseLong(millis)));
    }

    static TakeOutcome outcome(List<Object> reply) {
        String status = (String) reply.get(0);
        return switch (status) {
            case "TASK" ->
                new TakeOutcome.Leased(
                        TaskElement.decode((String) reply.get(3)),
                        new FencingToken(Long.parseLong((String) reply.get(2))),
                        TakeOutcome.Origin.valueOf((String) reply.get(1)));
            case "EMPTY" -> new TakeOutcome.Empty(reply.get(1).equals("1"), wait((String) reply.get(2)));
            case "CALLAGAIN" -> new TakeOutcome.CallAgain();
            case "NOTOPEN" -> new TakeOutcome.NotOpen(RunState.valueOf((String) reply.get(1)));
            case "FENCED" -> new TakeOutcome.Fenced();
            default -> throw RedisCalls.unknown(RedisScript.TAKE, status);
        };
    }
}
