package org.virnucpro.worker.cluster;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds out where a process that was launched serves its page. */
final class LaunchedServer {

    private static final Pattern ADDRESS = Pattern.compile("http://[0-9.]+:[0-9]+/");

    private LaunchedServer() {}

    /** The first address that it prints. */
    static String address(Launched launched) {
        return await().atMost(Duration.ofSeconds(60)).until(() -> printed(launched), Optional::isPresent).orElseThrow();
    }

    private static Optional<String> printed(Launched launched) {
        if (!launched.isRunning()) {
            throw new AssertionError("it has ended:\n" + launched.output());
        }
        Matcher address = ADDRESS.matcher(launched.output());
        return address.find() ? Optional.of(address.group()) : Optional.empty();
    }
}
