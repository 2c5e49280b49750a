package org.virnucpro.common.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks all checks at the same time, and waits for none of them for ever: a driver or a file system may hang. */
public final class Doctor {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<DoctorCheck> checks;
    private final Duration patience;

    public Doctor(List<DoctorCheck> checks) {
        this(checks, PATIENCE);
    }

    Doctor(List<DoctorCheck> checks, Duration patience) {
        this.checks = checks.stream()
                .sorted(Comparator.comparing(DoctorCheck::section).thenComparing(DoctorCheck::name))
                .toList();
        this.patience = patience;
    }

    /** What was found, by section, in their order. */
    public Map<Section, List<Finding>> look(DoctorQuestion question) throws InterruptedException {
        List<FutureTask<List<Finding>>> looks = checks.stream()
                .map(check -> new FutureTask<>(() -> check.look(question)))
                .toList();
        for (int index = 0; index < looks.size(); index++) {
            Thread thread =
                    new Thread(looks.get(index), "doctor-" + checks.get(index).name());
            thread.setDaemon(true);
            thread.start();
        }
        Map<Section, List<Finding>> found = new LinkedHashMap<>();
        for (int index = 0; index < looks.size(); index++) {
            found.computeIfAbsent(checks.get(index).section(), first -> new ArrayList<>())
                    .addAll(findings(checks.get(index), looks.get(index)));
        }
        return found;
    }

    private List<Finding> findings(DoctorCheck check, FutureTask<List<Finding>> look) throws InterruptedException {
        try {
            return look.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException hangs) {
            return List.of(Finding.fail(
                    check.name(),
                    "no answer within " + patience.toSeconds() + " s",
                    "what it asks hangs: look at the driver (dmesg), at network file systems, or at the broker"));
        } catch (ExecutionException bug) {
            return List.of(Finding.fail(
                    check.name(),
                    "this check failed itself: " + bug.getCause(),
                    "please report it with the output of `virnucpro doctor --json`"));
        }
    }
}
