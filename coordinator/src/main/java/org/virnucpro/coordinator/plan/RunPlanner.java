package org.virnucpro.coordinator.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/** Reads the inputs once, cuts them into shards, places the shards on workers. Confined to one thread. */
public final class RunPlanner {

    private final CostModel costs;
    private final ShardLimit limit;

    public RunPlanner(CostModel costs, ShardLimit limit) {
        this.costs = costs;
        this.limit = limit;
    }

    /**
     * Plans a run.
     *
     * @param spec the run
     * @param files where this host keeps an input
     * @param workers who may compute it; at least one
     * @throws InputException when an input cannot be read
     */
    public RunPlan plan(RunSpec spec, Function<InputFile, Path> files, List<WorkerSpeed> workers) {
        InputScanner scanner = new InputScanner(spec.chunkSize(), costs);
        List<ScannedInput> scans = new ArrayList<>();
        long totalMillis = 0;
        for (InputFile input : spec.inputs()) {
            ScannedInput scan = scanner.scan(files.apply(input));
            scans.add(scan);
            totalMillis += costs.millis(scan.work());
        }
        ShardCutter cutter = new ShardCutter(costs, limit.millis(totalMillis, workers));
        List<PlannedInput> inputs = new ArrayList<>();
        List<Shard> shards = new ArrayList<>();
        List<Long> shardMillis = new ArrayList<>();
        for (int index = 0; index < scans.size(); index++) {
            ScannedInput scan = scans.get(index);
            int first = shards.size();
            for (Segment cut : cutter.cut(scan.segments())) {
                shards.add(new Shard(
                        index,
                        cut.start(),
                        cut.end(),
                        cut.line(),
                        cut.work().records(),
                        cut.work().frames()));
                shardMillis.add(costs.millis(cut.work()));
            }
            inputs.add(new PlannedInput(
                    files.apply(spec.inputs().get(index)).getFileName().toString(),
                    spec.inputs().get(index).stem(),
                    first,
                    shards.size() - first,
                    scan.work(),
                    scan.rejected(),
                    scan.duplicateIds()));
        }
        return new RunPlan(inputs, tasks(shards, shardMillis, workers));
    }

    private static List<Task> tasks(List<Shard> shards, List<Long> shardMillis, List<WorkerSpeed> workers) {
        List<WorkerId> homes = new Placement(workers, CostModel.ERROR)
                .place(shardMillis.stream().mapToLong(Long::longValue).toArray());
        List<Task> tasks = new ArrayList<>();
        for (int index = 0; index < shards.size(); index++) {
            tasks.add(new Task(new TaskId(index), 1, shardMillis.get(index), homes.get(index), shards.get(index)));
        }
        return tasks;
    }
}
