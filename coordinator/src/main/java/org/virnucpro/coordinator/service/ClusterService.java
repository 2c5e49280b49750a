package org.virnucpro.coordinator.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.metrics.Exposition;
import org.virnucpro.common.metrics.Metric;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.coordinator.control.RunSubmission;
import org.virnucpro.coordinator.http.EventFeed;
import org.virnucpro.coordinator.http.HttpAddress;
import org.virnucpro.coordinator.http.HttpServer;
import org.virnucpro.coordinator.http.Route;
import org.virnucpro.coordinator.http.Routes;

/** A cluster over HTTP: the looks at it, and the server. Thread-safe; close it to end both. */
public final class ClusterService implements AutoCloseable {

    private final ClusterWatch watch;
    private final HttpServer server;

    private ClusterService(ClusterWatch watch, HttpServer server) {
        this.watch = watch;
        this.server = server;
    }

    /**
     * What it is about.
     *
     * @param registry the cluster
     * @param submission takes new runs; empty: none are taken
     * @param dataRoots folders whose free space is measured
     * @param version of this program
     * @param commit of this program
     * @param java that runs it
     */
    public record Subject(
            ClusterRegistry registry,
            Optional<RunSubmission> submission,
            Map<String, Path> dataRoots,
            String version,
            String commit,
            String java) {}

    /**
     * The clocks of this process.
     *
     * @param ticker for durations
     * @param time for what people read
     */
    public record Clocks(Ticker ticker, InstantSource time) {}

    /**
     * Starts to look and to serve.
     *
     * @param more routes beside those of the API, such as a page
     * @throws IOException when the address is not to be had
     */
    public static ClusterService start(
            Subject subject, HttpServer.Settings settings, Clocks clocks, Collection<Route> more) throws IOException {
        Exposition exposition = Exposition.of(subject.version(), subject.commit(), subject.java());
        EventFeed feed = new EventFeed();
        TaskTables tables = new TaskTables(subject.registry());
        ClusterWatch watch = new ClusterWatch(
                subject.registry(),
                clocks.ticker(),
                clocks.time(),
                List.of(
                        tables,
                        new EventPublisher(feed),
                        new ClusterMeters(exposition),
                        new DataRootMeters(exposition, subject.dataRoots())));
        meters(exposition, watch, feed);
        Routes routes = new Routes(routes(subject, watch, feed, tables, exposition, clocks.ticker())).and(more);
        HttpServer server = HttpServer.start(settings, routes);
        watch.start();
        return new ClusterService(watch, server);
    }

    /** The routes of the API, health and metrics. */
    static List<Route> routes(
            Subject subject,
            ClusterWatch watch,
            EventFeed feed,
            TaskTables tables,
            Exposition exposition,
            Ticker ticker) {
        List<Route> routes = new ArrayList<>(new Probes(watch, exposition).routes());
        ClusterRoutes.Build build = new ClusterRoutes.Build(subject.version(), subject.commit(), subject.java());
        routes.addAll(new ClusterRoutes(watch, feed, build).routes());
        routes.addAll(new RunRoutes(subject.registry(), watch, tables).routes(new RecentAnswers(ticker)));
        routes.addAll(new ChangeRoutes(subject.registry(), subject.submission()).routes());
        return routes;
    }

    private static void meters(Exposition exposition, ClusterWatch watch, EventFeed feed) {
        exposition.gauge(Metric.BROKER_UP, () -> watch.health().answered() ? 1 : 0, List.of());
        exposition.gauge(Metric.POLL_DURATION, () -> watch.health().duration().toNanos() / 1e9, List.of());
        exposition.gauge(Metric.LAST_POLL, () -> watch.answered().toEpochMilli() / 1000.0, List.of());
        exposition.gauge(Metric.EVENT_LISTENERS, feed::listeners, List.of());
    }

    /** Where it listens. */
    public HttpAddress address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
        watch.close();
    }
}
