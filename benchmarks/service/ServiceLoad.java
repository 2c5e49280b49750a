import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.ResultSettings;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.queue.RunState;
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
import org.virnucpro.common.task.InputFile;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.ShardLimit;
import org.virnucpro.common.task.WorkerId;

/**
 * A coordinator process with many synthetic workers and tasks: how soon it answers, and whether its heap stays flat. Prints JSON.
 * Arguments: launcher, work folder, workers, tasks, tasks per second, event listeners.
 */
public final class ServiceLoad {

    private static final int PORT = 18470;
    private static final Pattern HEAP = Pattern.compile("(?m)^virnucpro_heap_used_bytes ([0-9.E+]+)$");

    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[1]).toRealPath();
        int workers = Integer.parseInt(arguments[2]);
        int tasks = Integer.parseInt(arguments[3]);
        int rate = Integer.parseInt(arguments[4]);
        int listeners = Integer.parseInt(arguments[5]);
        StringBuilder fasta = new StringBuilder();
        for (int record = 0; record < tasks; record++) {
            fasta.append(">r").append(record).append('\n').append("ACGGCATTGCCA".repeat(40)).append('\n');
        }
        Path input = Files.writeString(work.resolve("input.fa"), fasta);
        Files.createDirectories(work.resolve("out"));
        try (PrivateRedisServer redis = PrivateRedisServer.start(HostEnvironment.ofProcess(), ServerOptions.DEFAULT);
                RedisConnection connection = RedisConnection.open(redis.address())) {
            Process coordinator = coordinator(arguments[0], work, redis);
            try {
                ClusterRegistry registry = connection.registry();
                List<WorkerRecord> all = announce(registry, workers);
                RunSpec spec = new RunSpec(
                        new RunId("load"),
                        List.of(new InputFile(new DataPath("d", "input.fa"), "input", Files.size(input))),
                        new DataPath("d", "out"),
                        500,
                        "synthetic",
                        "",
                        StealSettings.ON,
                        new ShardLimit(Duration.ofMillis(1), 0),
                        ResultSettings.DEFAULT);
                registry.submit(spec, 0);
                registry.nudge();
                SharedWorkQueues queues = registry.queues(spec.run());
                while (queues.state() != RunState.OPEN) {
                    Thread.sleep(100);
                    if (!coordinator.isAlive()) {
                        throw new IllegalStateException("the coordinator ended; see " + work.resolve("log"));
                    }
                }
                for (WorkerRecord worker : all) {
                    queues.join(worker.worker(), worker.incarnation());
                }
                measure(registry, queues, all, tasks, rate, listeners);
            } finally {
                coordinator.destroy();
                coordinator.waitFor();
            }
        }
        System.exit(0); // threads that listen are still there
    }

    private static Process coordinator(String launcher, Path work, PrivateRedisServer redis) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                launcher, "coordinator", "--redis", redis.address().endpoint(), "--data-root", "d=" + work, "--http",
                "127.0.0.1:" + PORT, "--cost-file", "none");
        builder.environment().put("VIRNUCPRO_REDIS_PASSWORD", redis.address().password().orElse(""));
        builder.redirectErrorStream(true).redirectOutput(work.resolve("log").toFile());
        return builder.start();
    }

    private static List<WorkerRecord> announce(ClusterRegistry registry, int count) {
        List<WorkerRecord> all = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            all.add(new WorkerRecord(
                    new WorkerId("host" + at / 8 + "-gpu" + at % 8), new Incarnation("i" + at), "host" + at / 8,
                    "synthetic", "synthetic", 1, Map.of(), false, Instant.EPOCH));
        }
        all.forEach(registry::announce);
        daemon(() -> {
            while (true) {
                all.forEach(registry::announce);
                Thread.sleep(10_000);
            }
        });
        return all;
    }

    private static void measure(ClusterRegistry registry, SharedWorkQueues queues, List<WorkerRecord> workers, int tasks,
            int rate, int listeners) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        AtomicLong heard = new AtomicLong();
        for (int at = 0; at < listeners; at++) {
            InputStream in = client.send(request("/api/v1/events"), HttpResponse.BodyHandlers.ofInputStream()).body();
            daemon(() -> {
                byte[] buffer = new byte[65536];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    heard.addAndGet(read);
                }
            });
        }
        AtomicLong done = new AtomicLong();
        long began = System.nanoTime();
        int threads = 8;
        for (int thread = 0; thread < threads; thread++) {
            int first = thread;
            daemon(() -> work(queues, workers, first, threads, done, began, rate));
        }
        Map<String, List<Double>> latencies = new TreeMap<>();
        List<Double> heap = new ArrayList<>();
        long bytes = 0;
        int page = 0;
        while (done.get() < tasks) {
            page = (page + 997) % tasks;
            for (String path : List.of("/metrics", "/api/v1/runs", "/api/v1/workers", "/healthz", "/readyz",
                    "/api/v1/runs/load/tasks?limit=1000&after=" + page)) {
                long start = System.nanoTime();
                HttpResponse<String> response = client.send(request(path), HttpResponse.BodyHandlers.ofString());
                double millis = (System.nanoTime() - start) / 1e6;
                if (response.statusCode() != 200) {
                    throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
                }
                latencies.computeIfAbsent(path.replaceAll("\\?.*", ""), key -> new ArrayList<>()).add(millis);
                if (path.equals("/metrics")) {
                    bytes = Math.max(bytes, response.body().length());
                    Matcher used = HEAP.matcher(response.body());
                    heap.add(used.find() ? Double.parseDouble(used.group(1)) / (1 << 20) : Double.NaN);
                }
            }
            Thread.sleep(1000);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        StringBuilder out = new StringBuilder();
        out.append(String.format(Locale.ROOT,
                "{\"workers\": %d, \"tasks\": %d, \"event_listeners\": %d, \"seconds\": %.0f, \"tasks_per_second\": %.0f,"
                        + " \"steals\": %d, \"event_bytes_per_listener_and_second\": %.0f, \"metrics_bytes\": %d,\n",
                workers.size(), tasks, listeners, seconds, tasks / seconds, queues.observe().counts().steals(),
                heard.get() / seconds / Math.max(1, listeners), bytes));
        out.append(" \"least_heap_mib_by_tenth\": ").append(tenths(heap)).append(",\n \"latency_ms\": {");
        latencies.forEach((path, values) -> {
            Collections.sort(values);
            out.append(String.format(Locale.ROOT, "%s\n  \"%s\": {\"n\": %d, \"median\": %.1f, \"p95\": %.1f, \"max\": %.1f}",
                    out.charAt(out.length() - 1) == '{' ? "" : ",", path, values.size(), at(values, 0.5),
                    at(values, 0.95), at(values, 1)));
        });
        System.out.println(out.append("}}"));
    }

    private static Void work(SharedWorkQueues queues, List<WorkerRecord> workers, int first, int threads, AtomicLong done,
            long began, int rate) throws InterruptedException {
        for (int at = first; ; at = (at + threads) % workers.size()) {
            WorkerRecord worker = workers.get(at);
            List<TakeSource> sources = new ArrayList<>();
            if (at % 5 == 0) {
                sources.add(TakeSource.Steal.anyFrom(workers.get((at + 1) % workers.size()).worker()));
            }
            sources.add(new TakeSource.OwnQueue());
            for (int other = 1; other < 20; other++) {
                sources.add(TakeSource.Steal.anyFrom(workers.get((at + other) % workers.size()).worker()));
            }
            TakeOutcome outcome = queues.take(new TakeRequest(
                    worker.worker(), worker.incarnation(), sources,
                    workers.stream().map(WorkerRecord::worker).toList(), Optional.empty()));
            if (outcome instanceof TakeOutcome.Leased leased) {
                queues.complete(leased.task().id(), leased.token(), worker.worker());
                done.incrementAndGet();
            }
            double ahead = (double) done.get() / rate - (System.nanoTime() - began) / 1e9;
            Thread.sleep(ahead > 0 ? Math.min(1000, (long) (ahead * 1000)) : outcome instanceof TakeOutcome.Leased ? 0 : 20);
        }
    }

    private static List<String> tenths(List<Double> values) {
        List<String> least = new ArrayList<>();
        int size = Math.max(1, values.size() / 10);
        for (int from = 0; from + size <= values.size(); from += size) {
            least.add(String.format(Locale.ROOT, "%.0f",
                    values.subList(from, from + size).stream().mapToDouble(value -> value).min().orElse(0)));
        }
        return least;
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }

    private static HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + path)).timeout(Duration.ofMinutes(1)).build();
    }

    private static void daemon(ThrowingRunnable action) {
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (Exception over) {
                System.err.println("a thread of the load ended: " + over);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }
}
