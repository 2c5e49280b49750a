package org.virnucpro.coordinator.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cluster.WorkerRecord;

/** Finds workers by their names, or by their host. */
final class WorkerChoice {

    private static final int NAMED = 20;

    private final List<WorkerRecord> alive;

    WorkerChoice(List<WorkerRecord> alive) {
        this.alive = List.copyOf(alive);
    }

    /**
     * The workers meant.
     *
     * @param names of workers, or of hosts that have only one
     * @param hosts whose workers are all meant
     * @throws CommandException when one does not exist or a name is ambiguous; the message says which ones there are
     */
    List<WorkerRecord> of(List<String> names, List<String> hosts) {
        Set<WorkerRecord> chosen = new LinkedHashSet<>();
        names.forEach(name -> chosen.add(one(name)));
        for (String host : hosts) {
            List<WorkerRecord> there = onHost(host);
            if (there.isEmpty()) {
                throw new CommandException(
                        ExitCodes.USAGE,
                        "no live worker on host '" + host + "'; hosts with workers: "
                                + alive.stream()
                                        .map(WorkerRecord::host)
                                        .distinct()
                                        .collect(Collectors.joining(", ")));
            }
            chosen.addAll(there);
        }
        return new ArrayList<>(chosen);
    }

    private WorkerRecord one(String name) {
        for (WorkerRecord worker : alive) {
            if (worker.worker().value().equals(name)) {
                return worker;
            }
        }
        List<WorkerRecord> there = onHost(name);
        if (there.size() == 1) {
            return there.get(0);
        }
        throw new CommandException(
                ExitCodes.USAGE,
                there.isEmpty()
                        ? "no live worker is named '" + name + "'; there " + listing(alive)
                        : "host '" + name + "' has " + there.size() + " workers; name one of them, or all with --host "
                                + name + ": there " + listing(there));
    }

    private List<WorkerRecord> onHost(String host) {
        return alive.stream().filter(worker -> worker.host().equals(host)).toList();
    }

    private static String listing(List<WorkerRecord> workers) {
        if (workers.isEmpty()) {
            return "is none at all";
        }
        String names = workers.stream()
                .limit(NAMED)
                .map(worker -> worker.worker().value())
                .collect(Collectors.joining(", "));
        return "are " + names + (workers.size() > NAMED ? " and " + (workers.size() - NAMED) + " more" : "");
    }
}
