package org.virnucpro.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.metrics.Exposition;
import org.virnucpro.common.queue.TakeOutcome;
import org.virnucpro.worker.loop.TaskListener;

final class WorkerMetersTest {

    private final Exposition exposition = Exposition.of("1", "c", "17");
    private final WorkerMeters meters = new WorkerMeters(exposition, "w1");

    @Test
    void tasks_are_counted_by_how_they_ended() {
        meters.taken(TakeOutcome.Origin.STOLEN);
        meters.done(60, 10, Duration.ofMillis(300));
        meters.superseded();
        meters.failed(TaskListener.Failure.FAILED);
        meters.failed(TaskListener.Failure.OUT_OF_MEMORY);
        meters.failed(TaskListener.Failure.GIVEN_BACK);
        assertThat(exposition.text())
                .contains("virnucpro_worker_tasks_taken_total{origin=\"stolen\",worker=\"w1\"} 1.0")
                .contains("virnucpro_worker_tasks_total{outcome=\"done\",worker=\"w1\"} 1.0")
                .contains("virnucpro_worker_tasks_total{outcome=\"failed\",worker=\"w1\"} 2.0")
                .contains("virnucpro_worker_tasks_total{outcome=\"given_back\",worker=\"w1\"} 1.0")
                .contains("virnucpro_worker_tasks_total{outcome=\"superseded\",worker=\"w1\"} 1.0")
                .contains("virnucpro_worker_out_of_memory_total{worker=\"w1\"} 1.0")
                .contains("virnucpro_worker_sequences_total{worker=\"w1\"} 60.0")
                .contains("virnucpro_worker_chunks_total{worker=\"w1\"} 10.0")
                .contains("virnucpro_task_duration_seconds_bucket{worker=\"w1\",le=\"0.25\"} 0")
                .contains("virnucpro_task_duration_seconds_bucket{worker=\"w1\",le=\"0.5\"} 1");
    }

    @Test
    void they_are_served_and_nothing_else_is() throws Exception {
        try (MetricsServer server = MetricsServer.start("0", exposition)) {
            assertThat(get(server, "/metrics").body()).contains("virnucpro_build_info");
            assertThat(get(server, "/metrics/x").statusCode()).isEqualTo(404);
            assertThat(get(server, "/").statusCode()).isEqualTo(404);
            assertThatThrownBy(() -> MetricsServer.start("127.0.0.1:" + server.port(), exposition))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot listen on");
        }
        assertThatThrownBy(() -> MetricsServer.start("localhost", exposition))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static HttpResponse<String> get(MetricsServer server, String path)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
