package org.virnucpro.worker.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.BuildVersion;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.GpuWeightOptions;
import org.virnucpro.common.cli.ServiceOptions;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.CurrentJvm;
import org.virnucpro.common.config.DataRootException;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.config.Machine;
import org.virnucpro.common.device.WorkerWeight;
import org.virnucpro.common.metrics.Exposition;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.service.ServiceReport;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.worker.loop.LoopTiming;
import org.virnucpro.worker.loop.StallLimit;
import org.virnucpro.worker.loop.WorkerFaultException;
import org.virnucpro.worker.loop.WorkerLoop;
import org.virnucpro.worker.metrics.WorkerMeters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code virnucpro worker}: computes tasks of any run on a Redis until it is stopped. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = {
            "Takes tasks from a Redis, computes them and writes their results, until it is stopped.",
            "Ctrl-C or SIGTERM: ends the running task, or gives it back when that takes too long, and leaves."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro worker --redis redis://head:6379 --data-root d=/data --models /data/models",
            "  virnucpro worker --redis redis://head:6379 --data-root d=/data --engine synthetic --name rehearsal-1",
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class WorkerCommand implements Subcommand {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerCommand.class);

    @Mixin
    private BrokerOptions broker;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "name of this worker, unique in the cluster and the same at each start; default: HOST and the UUID of its"
                            + " GPU, without a GPU HOST-ENGINE-0")
    private @Nullable String name;

    @Mixin
    private ModelOptions modelOptions;

    @Option(
            names = "--weight",
            paramLabel = "W",
            description =
                    "speed relative to a GeForce RTX 3090, for the plan; default: from the table of graphics cards,"
                            + " 1 for other engines")
    private @Nullable Double weight;

    @Mixin
    private GpuWeightOptions gpuWeights;

    @Option(
            names = "--max-sequence",
            paramLabel = "BASES",
            description =
                    "longest FASTA record that fits into this worker's memory; it never gets a task with a longer one;"
                            + " default: any")
    private @Nullable Long longestRecord;

    @Option(
            names = "--data-root",
            required = true,
            paramLabel = "NAME=DIR",
            description = "a folder for inputs or results, by the name that runs use for it; may be repeated")
    private List<String> dataRoots;

    @Option(
            names = "--drain-timeout",
            paramLabel = "TIME",
            defaultValue = "120s",
            converter = DurationOption.class,
            description = "how long the running task may go on after a stop; default: ${DEFAULT-VALUE}")
    private Duration drainTimeout;

    @Option(
            names = "--stall-timeout",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description =
                    "the engine counts as hung when nothing moves in a task for this time: the task is given back and the"
                            + " worker ends with exit code 75, to be started anew; default: 10 min, or 20 times the predicted time of"
                            + " the task when that is longer")
    private @Nullable Duration stallTimeout;

    @Option(
            names = "--metrics",
            paramLabel = "HOST:PORT",
            description = "where this worker serves /metrics for Prometheus, such as 127.0.0.1:9471; default: nowhere")
    private @Nullable String metrics;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(names = "--stop-with-stdin", hidden = true, description = "stop when standard input ends")
    private boolean stopWithStdin;

    @Override
    public Integer call() {
        try {
            DataRoots roots = DataRoots.parse(dataRoots);
            Machine machine = Machine.local();
            try (WorkerGpu gpu =
                    WorkerGpu.take(modelOptions.gpu(), modelOptions.engine(), HostEnvironment.ofProcess())) {
                gpu.uuid().ifPresent(modelOptions::useGpu);
                work(roots, machine, gpu);
            }
            return ExitCodes.OK;
        } catch (DataRootException | IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, String.valueOf(wrong.getMessage()), wrong);
        } catch (BrokerException unreachable) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(unreachable.getMessage()), unreachable);
        } catch (WorkerFaultException fault) {
            throw new CommandException(exitCode(fault.fault()), String.valueOf(fault.getMessage()), fault);
        }
    }

    private void work(DataRoots roots, Machine machine, WorkerGpu gpu) {
        WorkerId worker = worker(machine, gpu);
        Exposition exposition = Exposition.of(BuildVersion.number(), BuildVersion.commit(), CurrentJvm.version());
        WorkerMeters meters = new WorkerMeters(exposition, worker.value());
        try (ServiceReport report = service.report("worker " + worker, "loading the models");
                LoadedModels models = LoadedModels.load(modelOptions, machine);
                MetricsPort port = MetricsPort.open(metrics, exposition);
                RedisConnection connection = broker.connect()) {
            WorkerWeight chosen = WorkerWeight.choose(
                    weight, gpuWeights.weighted(), modelOptions.engine(), models.device(), gpuWeights.table());
            chosen.warning().ifPresent(LOG::warn);
            WorkerRecord self = record(worker, machine, models, chosen.value());
            LOG.info(
                    "worker {} starts: engine {} on {}, models {}, {} threads, weight {} ({}), data roots {}",
                    worker,
                    self.engine(),
                    self.device(),
                    new TreeMap<>(self.models()),
                    modelOptions.threads(),
                    self.weight(),
                    chosen.reason(),
                    roots);
            WorkerLoop loop = new WorkerLoop(
                    self,
                    connection.registry(),
                    roots,
                    models.predictor(),
                    LoopTiming.real(drainTimeout),
                    new WorkerLoop.WhenHung(new StallLimit(Optional.ofNullable(stallTimeout)), () -> endAtOnce(models)),
                    new WorkerLoop.Observers(gpu.telemetry(), meters));
            report.follow(loop.life());
            work(loop, models.kill());
        }
        LOG.info("worker {} has left", worker);
    }

    /** Without shutdown hooks, since they would wait for the thread that hangs. */
    private static void endAtOnce(LoadedModels models) {
        models.kill().run();
        Runtime.getRuntime().halt(ExitCodes.TEMPORARY);
    }

    private void work(WorkerLoop loop, Runnable kill) {
        try (Stop stop = new Stop(loop, drainTimeout, kill)) {
            if (stopWithStdin) {
                stop.withEndOf(System.in);
            }
            loop.run();
        }
    }

    private WorkerRecord record(WorkerId worker, Machine machine, LoadedModels models, double speed) {
        if (longestRecord != null && longestRecord < 1) {
            throw new IllegalArgumentException("--max-sequence must be at least 1, not " + longestRecord);
        }
        return new WorkerRecord(
                worker,
                Incarnation.fresh(),
                machine.host(),
                models.device(),
                modelOptions.engine(),
                speed,
                longestRecord == null ? Long.MAX_VALUE : longestRecord,
                models.digests(),
                false,
                Instant.EPOCH);
    }

    private WorkerId worker(Machine machine, WorkerGpu gpu) {
        if (name != null) {
            return new WorkerId(name);
        }
        return new WorkerId(machine.host() + "-" + gpu.uuid().orElse(modelOptions.engine() + "-0"));
    }

    static int exitCode(WorkerFaultException.Fault fault) {
        return switch (fault) {
            case OUTPUT -> ExitCodes.CANNOT_CREATE;
            case RESOURCES -> ExitCodes.TEMPORARY;
            case NAME_TAKEN -> ExitCodes.CONFIG;
        };
    }
}
