package org.virnucpro.coordinator.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/** Reads the inputs once, cuts them into shards, places the shards on workers. Confined to one thread. */
public final class RunPlanner {

    /** Segments are this many times finer than shards, so that shards can be cut evenly. */
    private static final int GRAINS_PER_SHARD = 16;

    private final CostModel costs;

    public RunPlanner(CostModel costs) {
        this.costs = costs;
    }

    /**
     * Plans a run.
     *
     * @param spec the run
     * @param files where this host keeps an input
     * @param workers who may compute it; at least one
     * @return also when inputs cannot be read: they have a fault instead of tasks
     */
    public RunPlan plan(RunSpec spec, Function<InputFile, Path> files, List<WorkerSpeed> workers) {
        InputScanner scanner = new InputScanner(spec.chunkSize(), costs);
        List<ScannedInput> scans = new ArrayList<>();
        Map<Integer, InputFault> faults = new HashMap<>();
        double weights = workers.stream().mapToDouble(WorkerSpeed::weight).sum();
        long totalMillis = 0;
        for (InputFile input : spec.inputs()) {
            // the limit can only grow with what is still to be read
            long grain = Math.max(1, spec.shards().millis(totalMillis, weights) / GRAINS_PER_SHARD);
            try {
                scans.add(scanner.scan(files.apply(input), grain));
            } catch (InputException bad) {
                faults.put(scans.size(), fault(bad));
                scans.add(ScannedInput.NONE);
            }
            totalMillis += costs.millis(scans.get(scans.size() - 1).work());
        }
        ShardCutter cutter = new ShardCutter(costs, spec.shards().millis(totalMillis, weights));
        List<PlannedInput> inputs = new ArrayList<>();
        List<Shard> shards = new ArrayList<>();
        List<Work> works = new ArrayList<>();
        for (int index = 0; index < scans.size(); index++) {
            ScannedInput scan = scans.get(index);
            int first = shards.size();
            for (Segment cut : cutter.cut(scan.segments())) {
                shards.add(shard(index, cut));
                works.add(cut.work());
            }
            inputs.add(new PlannedInput(
                    files.apply(spec.inputs().get(index)).getFileName().toString(),
                    spec.inputs().get(index).stem(),
                    first,
                    shards.size() - first,
                    scan.work(),
                    scan.rejected(),
                    scan.duplicateIds(),
                    faults.get(index)));
        }
        return new RunPlan(inputs, tasks(shards, works, workers), works);
    }

    private static InputFault fault(InputException bad) {
        String reason = bad.isOfContent() ? InputFault.BAD_INPUT : InputFault.UNREADABLE_INPUT;
        return new InputFault(reason, String.valueOf(bad.getMessage()));
    }

    private static Shard shard(int input, Segment cut) {
        return new Shard(
                input,
                cut.start(),
                cut.end(),
                cut.line(),
                cut.work().records(),
                cut.work().frames(),
                cut.longestRecord(),
                cut.piece()
                        .map(piece -> new ChunkRange(piece.first(), piece.end()))
                        .orElse(ChunkRange.ALL));
    }

    private List<Task> tasks(List<Shard> shards, List<Work> works, List<WorkerSpeed> workers) {
        long[] millis = works.stream().mapToLong(costs::millis).toArray();
        List<WorkerId> homes = new Placement(workers, CostModel.ERROR)
                .place(millis, shards.stream().mapToLong(Shard::longestRecord).toArray());
        List<Task> tasks = new ArrayList<>();
        for (int index = 0; index < shards.size(); index++) {
            tasks.add(new Task(new TaskId(index), 1, millis[index], homes.get(index), shards.get(index)));
        }
        return tasks;
    }
}
