package org.virnucpro.coordinator.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virnucpro.coordinator.plan.LowerBound;
import org.virnucpro.coordinator.simulate.Scenario;
import org.virnucpro.coordinator.simulate.ScheduleResult;
import org.virnucpro.coordinator.simulate.SimulatedWorker;

/**
 * What {@code simulate} and {@code bench balance} print.
 *
 * @param makespanSeconds from the start of the first task to the end of the last
 * @param lowerBoundSeconds for the files as given, whole
 * @param divisibleBoundSeconds for files that can be cut at will
 * @param steals tasks that changed their worker
 * @param refused tries of idle workers that got nothing although queues had tasks
 * @param policy its word on the command line
 * @param tasks where and when each task ran
 */
record BalanceReport(
        double makespanSeconds,
        double lowerBoundSeconds,
        double divisibleBoundSeconds,
        long steals,
        long refused,
        String policy,
        List<Map<String, Object>> tasks) {

    /**
     * @param fileMillis the files on a worker of speed 1, before they were cut
     */
    static BalanceReport of(ScheduleResult result, Scenario scenario, long[] fileMillis) {
        double[] speeds =
                scenario.workers().stream().mapToDouble(SimulatedWorker::speed).toArray();
        List<Map<String, Object>> tasks = new ArrayList<>();
        result.executions().forEach(execution -> {
            Map<String, Object> task = new LinkedHashMap<>();
            task.put("task", execution.task().index());
            task.put("worker", execution.worker().value());
            task.put("start_s", seconds(execution.startMillis()));
            task.put("end_s", seconds(execution.endMillis()));
            tasks.add(task);
        });
        return new BalanceReport(
                seconds(result.makespanMillis()),
                seconds(LowerBound.ofMakespan(fileMillis, speeds)),
                seconds(LowerBound.ofDivisible(fileMillis, speeds)),
                result.steals(),
                result.refused(),
                PolicyOption.of(scenario.stealing()).word(),
                tasks);
    }

    double ratio() {
        return lowerBoundSeconds > 0 ? Math.round(makespanSeconds / lowerBoundSeconds * 1e4) / 1e4 : 1;
    }

    Map<String, Object> fields() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("makespan_s", makespanSeconds);
        line.put("lower_bound_s", lowerBoundSeconds);
        line.put("ratio", ratio());
        line.put("divisible_bound_s", divisibleBoundSeconds);
        line.put("steals", steals);
        line.put("refused", refused);
        line.put("policy", policy);
        line.put("tasks", tasks);
        return line;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "makespan %.3f s, lower bound %.3f s, ratio %.3f (%.3f s if files could be cut at will); %s stealing,"
                        + " %d steals, %d refused, %d tasks",
                makespanSeconds,
                lowerBoundSeconds,
                ratio(),
                divisibleBoundSeconds,
                policy.equals("none") ? "no" : policy,
                steals,
                refused,
                tasks.size());
    }

    static double seconds(double millis) {
        return Math.round(millis * 1000) / 1e6;
    }
}
