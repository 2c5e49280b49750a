package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.coordinator.http.HttpAddress;
import org.virnucpro.coordinator.http.HttpServer;
import org.virnucpro.coordinator.http.Response;
import org.virnucpro.coordinator.http.Route;
import org.virnucpro.coordinator.http.Routes;
import org.virnucpro.coordinator.page.PageRoutes;
import org.virnucpro.coordinator.replay.RecordingException;
import org.virnucpro.coordinator.timeline.ReplayedTimeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code virnucpro dashboard}: the page of a run from a recording, as it went. */
@Command(
        name = "dashboard",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Serves the page of a recorded run, which goes on as it went, faster if asked to. Ends with Ctrl-C.",
            "The page of runs that go on now is served by the coordinator itself."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro dashboard --replay out",
            "  virnucpro dashboard --replay out/events.jsonl --speed 10 --http 127.0.0.1:9000",
        })
public final class DashboardCommand implements Subcommand {

    private static final double FASTEST = 1e6;

    @Option(
            names = "--replay",
            required = true,
            paramLabel = "EVENTS",
            description = "The events.jsonl of a run, or the folder of its results.")
    private Path recording = Path.of("");

    @Option(
            names = "--speed",
            paramLabel = "X",
            defaultValue = "1",
            description = "Seconds of the run per second. Default: ${DEFAULT-VALUE}.")
    private double speed = 1;

    @Option(
            names = "--http",
            paramLabel = "[HOST:]PORT",
            defaultValue = "127.0.0.1:8471",
            description = "Where it listens; port 0: any that is free. Default: ${DEFAULT-VALUE}.")
    private String address = "127.0.0.1:8471";

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        if (!(speed > 0 && speed <= FASTEST)) {
            throw new CommandException(
                    ExitCodes.USAGE, String.format(Locale.ROOT, "--speed is above 0 and at most %.0f", FASTEST));
        }
        RecordingSource source = RecordingSource.of(recording);
        ReplayedTimeline replayed = replayed(source);
        try (HttpServer server =
                HttpServer.start(HttpServer.Settings.of(address(), Optional.empty()), new Routes(routes(replayed)))) {
            PrintWriter out = JsonOutput.writer(command);
            out.println("http://" + server.address() + "/ shows " + source.events() + "; Ctrl-C ends this");
            out.flush();
            new CountDownLatch(1).await();
            return ExitCodes.OK;
        } catch (IOException failure) {
            throw new CommandException(ExitCodes.UNAVAILABLE, failure.getMessage() + "; name another --http", failure);
        }
    }

    private ReplayedTimeline replayed(RecordingSource source) {
        try {
            return ReplayedTimeline.read(source.events(), source.context(), speed, Ticker.system());
        } catch (RecordingException damaged) {
            throw new CommandException(ExitCodes.BAD_INPUT, String.valueOf(damaged.getMessage()), damaged);
        }
    }

    private HttpAddress address() {
        try {
            return HttpAddress.parse(address);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(ExitCodes.USAGE, "--http: " + wrong.getMessage(), wrong);
        }
    }

    private static List<Route> routes(ReplayedTimeline replayed) {
        List<Route> routes = new ArrayList<>(PageRoutes.of(replayed));
        routes.add(Route.get(
                "/api/v1/runs",
                request -> Response.json(Map.of(
                        "runs",
                        List.of(Map.of("run", replayed.run(), "state", replayed.isOver() ? "finished" : "open"))))));
        return routes;
    }
}
