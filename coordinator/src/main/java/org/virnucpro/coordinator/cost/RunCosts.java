package org.virnucpro.coordinator.cost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.device.GpuWeights;
import org.virnucpro.common.device.WorkerWeight;
import org.virnucpro.common.queue.QueueEvent;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.plan.CostModel;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;
import org.virnucpro.coordinator.plan.WorkerSpeed;

/**
 * The costs of one run: what its plan reckons with, and what its tasks teach. A synthetic engine teaches nothing: its tasks
 * take what the plan said they would. Confined to the thread of the run.
 */
public final class RunCosts {

    private static final Logger log = LoggerFactory.getLogger(RunCosts.class);

    /** Of its own accord a worker's weight is what the table says of its device. */
    private static final double SAME_WEIGHT = 1e-6;

    private final RunSpec spec;
    private final Optional<CostFile> file;
    private final Function<WorkerId, Optional<String>> devices;
    private final List<DeviceCosts> earlier;
    private final Map<WorkerId, DeviceLearning> workers = new HashMap<>();
    private final Map<DeviceKind, DeviceLearning> learning = new LinkedHashMap<>();
    private final Set<WorkerId> fresh = new HashSet<>();

    /**
     * @param file where costs are kept between runs; empty: nowhere, the published ones hold
     * @param devices class of a worker's device; empty as long as nobody knows
     */
    public RunCosts(RunSpec spec, Optional<CostFile> file, Function<WorkerId, Optional<String>> devices) {
        this.spec = spec;
        this.file = file;
        this.devices = devices;
        this.earlier = isLearning() ? file.map(CostFile::read).orElse(List.of()) : List.of();
    }

    /** Costs and weights for a plan. */
    public Fleet fleet(List<WorkerSpeed> speeds) {
        GpuWeights table = GpuWeights.standard();
        List<FleetCosts.Member> members = new ArrayList<>();
        for (WorkerSpeed speed : speeds) {
            String device = devices.apply(speed.worker()).orElse("");
            double usual = WorkerWeight.choose(null, true, spec.engine(), device, table)
                    .value();
            members.add(new FleetCosts.Member(
                    speed,
                    Math.abs(speed.weight() - usual) > SAME_WEIGHT,
                    earlier(DeviceKind.of(spec, device)).map(DeviceCosts::model).orElse(null)));
        }
        members.stream()
                .filter(member -> member.fitted() != null)
                .map(member -> devices.apply(member.worker().worker()).orElse(""))
                .distinct()
                .forEach(device -> log.info(
                        "run {}: planned with costs fitted to {} tasks on {}",
                        spec.run(),
                        earlier(DeviceKind.of(spec, device))
                                .map(DeviceCosts::tasks)
                                .orElse(0L),
                        device));
        return new FleetCosts(spec.chunkSize()).of(members);
    }

    /**
     * Takes in what has happened; the events of a run in their order, each once. The first task of a worker process is left
     * out: it is slow because the process is new.
     *
     * @return devices about which so much more is known now that it is worth a line: at 10, 20, 40 ... tasks
     */
    public List<DeviceCosts> learn(List<QueueEvent> events, RunPlan plan) {
        List<DeviceCosts> news = new ArrayList<>();
        if (!isLearning()) {
            return news;
        }
        for (QueueEvent event : events) {
            if (event.type() == QueueEvent.Type.JOIN) {
                fresh.add(new WorkerId(event.source()));
            } else if (event.type() == QueueEvent.Type.DONE && event.task().isPresent() && event.elapsedMillis() > 0) {
                WorkerId worker = new WorkerId(event.source());
                DeviceLearning device = learning(worker);
                if (!fresh.remove(worker) && device != null) {
                    device.learn(new TaskTime(
                            plan.taskWork().get(event.task().get().index()), event.elapsedMillis() / 1000.0));
                    device.milestone().ifPresent(news::add);
                }
            }
        }
        return news;
    }

    /** What a task would take now on this worker's kind of device, in seconds; empty before ten of its tasks are done. */
    public Optional<Double> predictedSeconds(WorkerId worker, Work work) {
        DeviceLearning device = isLearning() ? learning(worker) : null;
        return device == null ? Optional.empty() : device.now().map(model -> model.seconds(work));
    }

    /** What this run has learned so far, by kind of device. */
    public List<DeviceCosts> learned() {
        return learning.values().stream()
                .flatMap(device -> device.costs().stream())
                .toList();
    }

    /** Keeps what this run has learned for the next one. */
    public void save() {
        List<DeviceCosts> learned = learned();
        for (DeviceCosts costs : learned) {
            log.info(
                    "run {}: costs on {} learned from {} tasks; 90 % of {} predictions were within {}",
                    spec.run(),
                    costs.device().device(),
                    costs.tasks(),
                    costs.tested(),
                    costs.p90Error().isPresent() ? Math.round(costs.p90Error().getAsDouble() * 100) + " %" : "?");
        }
        if (!learned.isEmpty()) {
            file.ifPresent(known -> known.save(learned));
        }
    }

    private boolean isLearning() {
        return !spec.engine().equals("synthetic");
    }

    private @Nullable DeviceLearning learning(WorkerId worker) {
        DeviceLearning known = workers.get(worker);
        if (known != null) {
            return known;
        }
        Optional<String> device = devices.apply(worker);
        if (device.isEmpty()) {
            return null;
        }
        DeviceLearning found = learning.computeIfAbsent(DeviceKind.of(spec, device.get()), this::start);
        workers.put(worker, found);
        return found;
    }

    private DeviceLearning start(DeviceKind device) {
        return earlier(device)
                .map(costs -> new DeviceLearning(device, costs.model(), costs.tasks()))
                .orElseGet(() -> new DeviceLearning(device, CostModel.PUBLISHED, 0));
    }

    private Optional<DeviceCosts> earlier(DeviceKind device) {
        return earlier.stream().filter(costs -> costs.device().equals(device)).findFirst();
    }
}
