package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.FailKind;
import org.virnucpro.common.queue.RunSettings;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.common.queue.TakeRequest;
import org.virnucpro.common.queue.TakeSource;
import org.virnucpro.common.redis.RedisConnection;
import org.virnucpro.common.redis.server.PrivateRedisServer;
import org.virnucpro.common.redis.server.ServerOptions;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.DataPath;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.common.time.Ticker;
import org.virnucpro.coordinator.http.AccessToken;
import org.virnucpro.coordinator.http.HttpAddress;
import org.virnucpro.coordinator.http.HttpServer;
import org.virnucpro.coordinator.page.PageRoutes;
import org.virnucpro.coordinator.service.ClusterService;
import org.virnucpro.coordinator.timeline.LiveTimelines;

/** The page of a run that goes on, over HTTP, with a real Redis behind it and its buttons pressed in a real browser. */
final class LivePageIT {

    private static final String TOKEN = "0123456789abcdef";
    private static final Incarnation START = new Incarnation("one");
    private static final RunId RUN = new RunId("live");
    private static final WorkerId WORKER = new WorkerId("gpu-0");
    private static final WorkerId THIEF = new WorkerId("gpu-1");

    private PrivateRedisServer redis;
    private RedisConnection connection;
    private SharedWorkQueues queues;
    private ClusterService service;
    private BrowserPage browser;
    private String address;

    @BeforeEach
    void a_run_with_a_dead_task() throws Exception {
        redis = PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.DEFAULT);
        connection = RedisConnection.open(redis.address());
        ClusterRegistry registry = connection.registry();
        registry.submit(
                new RunSpec(RUN, List.of(), new DataPath("d", "out"), 500, "synthetic", "", StealSettings.ON), 0);
        queues = registry.queues(RUN);
        queues.open(new RunSettings(6, Duration.ofSeconds(60), 1));
        queues.submit(IntStream.range(0, 6)
                .mapToObj(id -> new Task(new TaskId(id), 1, 1, WORKER, new Shard(0, 0, 10, 1, 2, 10)))
                .toList());
        for (WorkerId worker : List.of(WORKER, THIEF)) {
            registry.announce(new WorkerRecord(
                    worker, START, "host", "processor", "synthetic", 1, Map.of(), false, Instant.EPOCH));
            queues.join(worker, START);
        }
        TakeOutcome.Leased task = take(WORKER, new TakeSource.OwnQueue());
        queues.fail(task.task().id(), task.token(), "out of order", FailKind.BURN);
        service = ClusterService.start(
                new ClusterService.Subject(registry, Optional.empty(), Map.of(), "1.0", "abc", "17"),
                HttpServer.Settings.of(HttpAddress.loopback(0), Optional.of(AccessToken.of(TOKEN))),
                new ClusterService.Clocks(Ticker.system(), InstantSource.system()),
                PageRoutes.of(new LiveTimelines(registry, Ticker.system())));
        address = "http://" + service.address() + "/";
        browser = BrowserPage.start();
    }

    @AfterEach
    void stop() {
        browser.close();
        service.close();
        connection.close();
        redis.close();
    }

    @Test
    void what_happens_appears_and_a_dead_task_is_tried_again_with_the_token() throws Exception {
        Page page = browser.open(address, ColorScheme.LIGHT, 1280);
        assertThat(page.locator("#failures").innerText()).contains("out of order");
        assertThat(page.locator("path.steal").count()).isZero();

        TakeOutcome.Leased stolen = take(THIEF, TakeSource.Steal.anyFrom(WORKER));
        queues.complete(stolen.task().id(), stolen.token(), THIEF);
        page.waitForSelector("path.steal", new Page.WaitForSelectorOptions()
                .setState(WaitForSelectorState.ATTACHED));

        press(page, "Retry task 0", "wrong-wrong-wrong");
        page.waitForSelector("#problem:not([hidden])");
        assertThat(queues.deadTasks()).hasSize(1);
        press(page, "Retry task 0", TOKEN);
        page.waitForFunction("document.querySelector('#said').textContent.includes('queued again')");
        assertThat(queues.deadTasks()).isEmpty();
        page.waitForFunction("!document.querySelector('[aria-label=\"Retry task 0\"]')");

        page.click("[aria-label='Drain gpu-0']"); // the token is kept in this tab
        page.waitForFunction("document.querySelector('#said').textContent.includes('gpu-0')");
        page.waitForFunction("document.querySelector('#workers').innerText.includes('draining')");
        assertThat(BrowserPage.seriousViolations(page)).isEmpty();
        assertThat(browser.requests()).allMatch(request -> request.startsWith(address));
        assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("401") || complaint.contains("403"));
    }

    private static void press(Page page, String button, String token) {
        page.click("[aria-label='" + button + "']");
        page.fill("#token", token);
        page.click("#token-dialog button.main");
    }

    private TakeOutcome.Leased take(WorkerId worker, TakeSource source) {
        return (TakeOutcome.Leased) queues.take(new TakeRequest(
                worker, START, List.of(source), List.of(WORKER, THIEF), Optional.empty()));
    }
}
