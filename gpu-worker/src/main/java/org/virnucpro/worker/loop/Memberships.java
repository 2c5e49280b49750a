package org.virnucpro.worker.loop;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.DataRoots;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.steal.StealPolicy;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.worker.loop.WorkerFaultException.Fault;

/** The runs that this worker takes part in. Confined to the loop's thread, except for {@link #all}. */
final class Memberships {

    private static final Logger LOG = LoggerFactory.getLogger(Memberships.class);

    private final ClusterRegistry registry;
    private final WorkerRecord self;
    private final Announcement announcement;
    private final DataRoots roots;
    private final Function<StealSettings, StealPolicy> policies;
    private final Map<RunId, Membership> joined = new ConcurrentHashMap<>();
    private final Map<RunId, RunSpec> specs = new HashMap<>();
    private final Set<RunId> unfit = new HashSet<>();

    /**
     * @param policies makes the steal policy of a run that allows stealing
     */
    Memberships(
            ClusterRegistry registry,
            WorkerRecord self,
            Announcement announcement,
            DataRoots roots,
            Function<StealSettings, StealPolicy> policies) {
        this.registry = registry;
        this.self = self;
        this.announcement = announcement;
        this.roots = roots;
        this.policies = policies;
    }

    /** The runs joined now. Thread-safe. */
    Collection<Membership> all() {
        return joined.values();
    }

    /** This worker's part in a run that it has joined. */
    Optional<Membership> joined(RunId run) {
        return Optional.ofNullable(joined.get(run));
    }

    /** This worker's part in a run, which it joins now if it has to; empty when it cannot compute that run. */
    Optional<Membership> of(RunId run) {
        Membership known = joined.get(run);
        if (known != null) {
            return Optional.of(known);
        }
        return fittingSpec(run).flatMap(this::join);
    }

    /** Gives up a membership that the broker does not know any more, or whose run is over. */
    void forget(Membership membership) {
        membership.lose();
        joined.remove(membership.run());
    }

    /**
     * Starts anew after the broker has fenced this worker off from a run: leaves all others, too, since a worker has one
     * incarnation at a time.
     *
     * @throws WorkerFaultException when the reason is that another process works under the same name
     */
    void fenced(Membership membership) {
        forget(membership);
        Incarnation current = membership.queues().members().get(self.worker());
        if (current != null && !current.equals(membership.incarnation())) {
            throw new WorkerFaultException(
                    Fault.NAME_TAKEN,
                    "another process works as '" + self.worker() + "' in run " + membership.run()
                            + "; every worker needs a name of its own (--name)");
        }
        LOG.warn(
                "run {} had given up this worker; what it computed for it is dropped, and it starts anew",
                membership.run());
        leaveAll();
        announcement.startAnew();
    }

    /** Forgets the runs that are not listed any more. */
    void keepOnly(Collection<RunId> listed) {
        specs.keySet().retainAll(listed);
        unfit.retainAll(listed);
        List.copyOf(joined.values()).stream()
                .filter(membership -> !listed.contains(membership.run()))
                .forEach(this::forget);
    }

    /** Leaves every run, handing back what is still leased. */
    void leaveAll() {
        for (Membership membership : joined.values()) {
            forget(membership);
            try {
                membership.queues().leave(self.worker(), membership.incarnation());
            } catch (BrokerException silent) {
                LOG.warn(
                        "could not leave run {}; its lease runs out by itself: {}",
                        membership.run(),
                        silent.getMessage());
            }
        }
    }

    private Optional<Membership> join(RunSpec spec) {
        SharedWorkQueues queues = registry.queues(spec.run());
        return queues.settings().map(settings -> join(spec, queues, settings.lease()));
    }

    private Membership join(RunSpec spec, SharedWorkQueues queues, Duration lease) {
        Incarnation incarnation = announcement.incarnation();
        int takenBack = queues.join(self.worker(), incarnation, self.weight(), self.longestRecord());
        BatchQueueManager batches = new BatchQueueManager(queues, self.worker(), incarnation);
        if (spec.stealing().enabled()) {
            batches = batches.stealing(policies.apply(spec.stealing()));
        }
        Membership membership = new Membership(spec, queues, batches, incarnation, lease);
        joined.put(spec.run(), membership);
        LOG.info(
                "joined run {} (stealing {}){}",
                spec.run(),
                spec.stealing().enabled() ? "on" : "off",
                takenBack == 0 ? "" : "; " + takenBack + " lease of an earlier start went back to the queue");
        return membership;
    }

    private Optional<RunSpec> fittingSpec(RunId run) {
        if (unfit.contains(run)) {
            return Optional.empty();
        }
        RunSpec spec = specs.get(run);
        if (spec == null) {
            Optional<RunSpec> fetched = registry.spec(run);
            if (fetched.isEmpty()) {
                return Optional.empty();
            }
            spec = fetched.get();
            specs.put(run, spec);
        }
        Optional<String> obstacle = obstacle(spec);
        if (obstacle.isPresent()) {
            unfit.add(run);
            LOG.info("run {} is left to others: {}", run, obstacle.get());
            registry.queues(run).reportIdle(self.worker(), "it cannot join: " + obstacle.get(), Duration.ZERO);
            return Optional.empty();
        }
        return Optional.of(spec);
    }

    private Optional<String> obstacle(RunSpec spec) {
        if (!self.fits(spec.engine(), spec.chunkSize(), spec.models())) {
            return Optional.of("it needs engine " + spec.engine() + " and models " + spec.models() + " for "
                    + spec.chunkSize() + " bases; this worker has engine " + self.engine() + " and models "
                    + self.models());
        }
        Set<String> missing = new TreeSet<>();
        missing.add(spec.output().root());
        spec.inputs().stream().map(InputFile::path).forEach(path -> missing.add(path.root()));
        missing.removeIf(roots::contains);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("it needs the data roots " + missing + ", which are not configured here (--data-root)");
    }
}
