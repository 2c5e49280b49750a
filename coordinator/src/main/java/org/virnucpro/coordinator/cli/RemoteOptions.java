package org.virnucpro.coordinator.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.RunSummary;
import org.virnucpro.common.config.DataRootException;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.task.RunId;
import org.virnucpro.coordinator.run.RunWatch;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A run on a cluster. */
final class RemoteOptions {

    private static final int PRIORITY = 100;

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(
            names = "--data-root",
            paramLabel = "NAME=DIR",
            description = "With --redis: a folder that coordinator and workers know by the same name; inputs and output"
                    + " lie in one. May be repeated.")
    private List<String> dataRoots = new ArrayList<>();

    private static void refuseLive(ClusterRegistry registry, RunId run) {
        if (registry.run(run).filter(summary -> !summary.state().isFinal()).isPresent()) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE,
                    "the cluster still computes run " + run
                            + " into this folder: watch it with --resume, or cancel it");
        }
    }

    boolean isGiven() {
        return broker.isGiven();
    }

    int run(Prediction prediction, RunStart start) throws InterruptedException {
        try (RedisConnection connection = broker.connect()) {
            ClusterRegistry registry = connection.registry();
            if (registry.coordinators().isEmpty()) {
                throw new CommandException(
                        ExitCodes.UNAVAILABLE,
                        "no coordinator is running on this broker: start one with `virnucpro coordinator --redis URL`");
            }
            RunSpec spec = prediction.spec(DataRoots.parse(dataRoots));
            start.obsolete().forEach(folders -> refuseLive(registry, folders.run()));
            start.clear();
            Optional<RunSummary> known = registry.run(spec.run());
            if (known.isPresent() && !known.get().state().isFinal()) {
                prediction.out().println("run " + spec.run() + " goes on; Ctrl-C ends the watching, not the run");
            } else {
                if (known.isPresent()) {
                    registry.forget(spec.run());
                }
                registry.submit(spec, PRIORITY);
                registry.nudge();
                prediction.out().println("run " + spec.run() + " submitted; Ctrl-C ends the watching, not the run");
            }
            return new RunWatch(registry, spec, PRIORITY, prediction.output(), Duration.ofSeconds(3))
                    .watch(prediction.out()::println);
        } catch (DataRootException wrong) {
            throw new CommandException(ExitCodes.USAGE, wrong.getMessage(), wrong);
        } catch (BrokerException refused) {
            throw new CommandException(ExitCodes.UNAVAILABLE, String.valueOf(refused.getMessage()), refused);
        }
    }
}
