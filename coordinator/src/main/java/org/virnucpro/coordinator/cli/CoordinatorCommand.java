package org.virnucpro.coordinator.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.BrokerOptions;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.ServiceOptions;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.config.DataRootException;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.config.Machine;
import org.virnucpro.common.queue.RetryBudget;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.service.ServiceReport;
import org.virnucpro.coordinator.run.CoordinatorDaemon;
import org.virnucpro.coordinator.run.DiskCheck;
import org.virnucpro.coordinator.run.RunExecution;
import org.virnucpro.coordinator.service.ClusterService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code virnucpro coordinator}: plans, watches and merges the runs of a cluster. */
@Command(
        name = "coordinator",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves a cluster: plans the runs that are submitted, polls the queues, queues again what failed workers"
                    + " held, merges the results.",
            "Several may run; one takes over when another dies, and workers go on while none runs."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro coordinator --redis redis://head:6379 --data-root d=/data",
        })
public final class CoordinatorCommand implements Subcommand {

    private static final Logger log = LoggerFactory.getLogger(CoordinatorCommand.class);
    private static final int STOP_SECONDS = 5;

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(
            names = "--data-root",
            required = true,
            paramLabel = "NAME=DIR",
            description = "Folder with inputs and outputs, by the name that clients use. May be repeated.")
    private List<String> dataRoots = new ArrayList<>();

    @Mixin
    private PollOptions polling = new PollOptions();

    @Mixin
    private HttpOptions http = new HttpOptions();

    @Mixin
    private CostFileOption costFile = new CostFileOption();

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            defaultValue = "30s",
            converter = DurationOption.class,
            description = "How long a task stays with a silent worker. Default: ${DEFAULT-VALUE}.")
    private Duration lease = Duration.ofSeconds(30);

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "3",
            description = "Errors of a task before it is split or given up. Default: ${DEFAULT-VALUE}.")
    private int attempts = 3;

    @Option(
            names = "--losses",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Workers that may be lost with a task before it is split or given up. Default: ${DEFAULT-VALUE}.")
    private int losses = 3;

    @Option(
            names = "--backoff",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationOption.class,
            description = "Wait before a task is tried again after an error; doubles each time, up to 1 min."
                    + " Default: ${DEFAULT-VALUE}.")
    private Duration backoff = Duration.ofSeconds(1);

    @Option(
            names = "--retention",
            paramLabel = "TIME",
            defaultValue = "7d",
            converter = DurationOption.class,
            description = "How long the broker remembers a finished run. Default: ${DEFAULT-VALUE}.")
    private Duration retention = Duration.ofDays(7);

    @Option(names = "--no-disk-check", description = "Start runs although their results seem not to fit on the disk.")
    private boolean noDiskCheck;

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws InterruptedException {
        if (lease.compareTo(Duration.ofSeconds(3)) < 0) {
            throw new CommandException(ExitCodes.USAGE, "--lease at least 3s");
        }
        RetryBudget retries = retries();
        DataRoots roots = roots();
        String owner = Machine.local().host() + "-" + ProcessHandle.current().pid();
        try (ServiceReport report = service.report("coordinator " + owner, "connecting to the broker");
                RedisConnection connection = broker.connect()) {
            CoordinatorDaemon daemon = new CoordinatorDaemon(
                    owner,
                    connection.registry(),
                    roots,
                    new RunExecution.Settings(polling.interval(), lease, retries, polling.stallAfter(), retention),
                    costFile.open(),
                    noDiskCheck ? DiskCheck.NONE : DiskCheck.FREE_SPACE,
                    InstantSource.system());
            CountDownLatch ended = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(daemon, ended), "coordinator-stop"));
            report.follow(daemon.life());
            log.info("coordinator {} serves, data roots {}", owner, roots);
            Optional<ClusterService> service = Optional.empty();
            try {
                service = http.start(connection.registry(), roots);
                daemon.run();
            } finally {
                service.ifPresent(ClusterService::close);
                ended.countDown();
            }
            return ExitCodes.OK;
        }
    }

    private RetryBudget retries() {
        try {
            return new RetryBudget(attempts, losses, backoff);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(
                    ExitCodes.USAGE, "--attempts, --losses, --backoff: " + wrong.getMessage(), wrong);
        }
    }

    private static void stop(CoordinatorDaemon daemon, CountDownLatch ended) {
        daemon.stop();
        try {
            if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("did not stop within {} s; its runs go on with the next coordinator", STOP_SECONDS);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private DataRoots roots() {
        try {
            return DataRoots.parse(dataRoots);
        } catch (DataRootException wrong) {
            throw new CommandException(ExitCodes.USAGE, wrong.getMessage(), wrong);
        }
    }
}
