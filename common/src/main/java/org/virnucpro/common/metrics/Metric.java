package org.virnucpro.common.metrics;

import java.util.List;

/**
 * Every metric, by the name under which Prometheus gets it. docs/metrics.md is made from this list. Units are base units and
 * part of the name; labels have few values: no task, no sequence, and runs and workers only as long as they are there.
 */
public enum Metric {
    BUILD_INFO(
            "virnucpro_build_info",
            Type.INFO,
            Where.BOTH,
            "Always 1; which program this is.",
            "version",
            "commit",
            "jdk"),
    HEAP_USED("virnucpro_heap_used_bytes", Type.GAUGE, Where.BOTH, "Heap in use by the Java process."),

    BROKER_UP("virnucpro_broker_up", Type.GAUGE, Where.COORDINATOR, "1 when Redis answered the last poll, else 0."),
    POLL_DURATION(
            "virnucpro_poll_duration_seconds",
            Type.GAUGE,
            Where.COORDINATOR,
            "How long the last look at the cluster took."),
    LAST_POLL(
            "virnucpro_last_poll_timestamp_seconds",
            Type.GAUGE,
            Where.COORDINATOR,
            "When Redis answered a look at the cluster last, Unix time."),
    COORDINATORS("virnucpro_coordinators", Type.GAUGE, Where.COORDINATOR, "Coordinators that show life."),
    EVENT_LISTENERS(
            "virnucpro_event_listeners",
            Type.GAUGE,
            Where.COORDINATOR,
            "Clients that listen to the events of this coordinator."),
    DATA_ROOT_FREE(
            "virnucpro_data_root_free_bytes",
            Type.GAUGE,
            Where.COORDINATOR,
            "Space left on the file system of a data root.",
            "root"),
    DATA_ROOT_SIZE(
            "virnucpro_data_root_size_bytes",
            Type.GAUGE,
            Where.COORDINATOR,
            "Size of the file system of a data root.",
            "root"),

    RUNS("virnucpro_runs", Type.GAUGE, Where.COORDINATOR, "Runs that Redis knows, by state.", "state"),
    RUN_TASKS(
            "virnucpro_run_tasks",
            Type.GAUGE,
            Where.COORDINATOR,
            "Tasks of a run that goes on, by state.",
            "run",
            "state"),
    RUN_SEQUENCES(
            "virnucpro_run_sequences",
            Type.GAUGE,
            Where.COORDINATOR,
            "Open frames in the plan of a run that goes on.",
            "run"),
    RUN_SEQUENCES_DONE(
            "virnucpro_run_sequences_done",
            Type.GAUGE,
            Where.COORDINATOR,
            "Open frames done of a run that goes on.",
            "run"),
    RUN_FILES("virnucpro_run_files", Type.GAUGE, Where.COORDINATOR, "Inputs of a run that goes on.", "run"),
    RUN_FILES_DONE(
            "virnucpro_run_files_done",
            Type.GAUGE,
            Where.COORDINATOR,
            "Inputs whose shards are all done, of a run that goes on.",
            "run"),
    RUN_REMAINING(
            "virnucpro_run_remaining_seconds",
            Type.GAUGE,
            Where.COORDINATOR,
            "Estimated time to the end of a run; absent while it is not known.",
            "run"),
    RUN_IMBALANCE(
            "virnucpro_run_imbalance_ratio",
            Type.GAUGE,
            Where.COORDINATOR,
            "Latest projected finish of a worker over the mean of all; 1: balanced.",
            "run"),
    RUN_EFFICIENCY(
            "virnucpro_run_efficiency_ratio",
            Type.GAUGE,
            Where.COORDINATOR,
            "Lower bound of the makespan over the projected one, 0 to 1; absent while it is not known.",
            "run"),
    RETRY_DEPTH(
            "virnucpro_retry_queue_depth",
            Type.GAUGE,
            Where.COORDINATOR,
            "Tasks in the retry lists of all runs that go on."),

    WORKER_UP(
            "virnucpro_worker_up",
            Type.GAUGE,
            Where.COORDINATOR,
            "1 while a worker shows life, 0 when it has been silent for 30 s without having left; gone after 10 min.",
            "worker",
            "host",
            "device",
            "engine"),
    WORKER_HEARTBEAT(
            "virnucpro_worker_last_heartbeat_timestamp_seconds",
            Type.GAUGE,
            Where.COORDINATOR,
            "When a worker showed life last, Unix time of the broker's clock.",
            "worker"),
    WORKER_STATE(
            "virnucpro_worker_state",
            Type.GAUGE,
            Where.COORDINATOR,
            "1 for the state that a worker is in: running, idle, stalled, draining, lost.",
            "worker",
            "state"),
    QUEUE_DEPTH(
            "virnucpro_queue_depth",
            Type.GAUGE,
            Where.COORDINATOR,
            "Tasks in the queues of a worker, all runs together.",
            "worker"),
    QUEUE_COST(
            "virnucpro_queue_cost_seconds",
            Type.GAUGE,
            Where.COORDINATOR,
            "Predicted time of those tasks on a worker of weight 1.",
            "worker"),
    WORKER_RUNNING(
            "virnucpro_running_tasks", Type.GAUGE, Where.COORDINATOR, "Tasks that a worker computes now.", "worker"),
    WORKER_RATE(
            "virnucpro_worker_sequences_per_second",
            Type.GAUGE,
            Where.COORDINATOR,
            "Throughput of a worker over 60 s or its last 10 tasks.",
            "worker"),
    TASKS_DONE("virnucpro_tasks_done_total", Type.COUNTER, Where.COORDINATOR, "Tasks completed.", "worker"),
    SEQUENCES("virnucpro_sequences_total", Type.COUNTER, Where.COORDINATOR, "Open frames done.", "worker"),
    FILES_DONE(
            "virnucpro_files_done_total",
            Type.COUNTER,
            Where.COORDINATOR,
            "Inputs whose last shard a worker completed.",
            "worker"),
    BUSY(
            "virnucpro_worker_busy_seconds_total",
            Type.COUNTER,
            Where.COORDINATOR,
            "Time from takes to completions.",
            "worker"),
    STEALS(
            "virnucpro_steals_total",
            Type.COUNTER,
            Where.COORDINATOR,
            "Tasks taken from another worker's queue. After 400 pairs all others are 'other'.",
            "victim",
            "thief"),
    STEALS_REFUSED(
            "virnucpro_steals_refused_total",
            Type.COUNTER,
            Where.COORDINATOR,
            "Steals that the broker did not allow.",
            "worker"),
    IDLE_REPORTS(
            "virnucpro_idle_reports_total",
            Type.COUNTER,
            Where.COORDINATOR,
            "How often workers said why they had no task. The first 20 reasons; all others are 'other'.",
            "reason"),
    RETRIES(
            "virnucpro_retries_total",
            Type.COUNTER,
            Where.COORDINATOR,
            "Attempts that ended without a result, so that the task was queued again.",
            "worker"),
    DEAD_TASKS(
            "virnucpro_dead_tasks_total", Type.COUNTER, Where.COORDINATOR, "Tasks that ran out of attempts.", "worker"),

    GPU_UTILIZATION(
            "virnucpro_gpu_utilization_ratio",
            Type.GAUGE,
            Where.COORDINATOR,
            "Share of time in which the GPU computed, 0 to 1.",
            "worker",
            "gpu",
            "UUID"),
    GPU_MEMORY_USED(
            "virnucpro_gpu_memory_used_bytes",
            Type.GAUGE,
            Where.COORDINATOR,
            "Memory of the GPU in use.",
            "worker",
            "gpu",
            "UUID"),
    GPU_MEMORY_TOTAL(
            "virnucpro_gpu_memory_total_bytes",
            Type.GAUGE,
            Where.COORDINATOR,
            "Memory of the GPU.",
            "worker",
            "gpu",
            "UUID"),
    GPU_TEMPERATURE(
            "virnucpro_gpu_temperature_celsius",
            Type.GAUGE,
            Where.COORDINATOR,
            "Temperature of the GPU.",
            "worker",
            "gpu",
            "UUID"),
    GPU_POWER(
            "virnucpro_gpu_power_watts",
            Type.GAUGE,
            Where.COORDINATOR,
            "Power that the GPU draws.",
            "worker",
            "gpu",
            "UUID"),

    TASK_DURATION(
            "virnucpro_task_duration_seconds",
            Type.HISTOGRAM,
            Where.WORKER,
            "Time of a task from the start of its computation to its durable result.",
            "worker"),
    TASKS_ENDED(
            "virnucpro_worker_tasks_total",
            Type.COUNTER,
            Where.WORKER,
            "Tasks by how they ended here: done, failed, given_back, superseded (another worker had it meanwhile).",
            "worker",
            "outcome"),
    TASKS_TAKEN(
            "virnucpro_worker_tasks_taken_total",
            Type.COUNTER,
            Where.WORKER,
            "Tasks by the list that they came from: own, retry, departed, stolen, again.",
            "worker",
            "origin"),
    WORKER_SEQUENCES(
            "virnucpro_worker_sequences_total", Type.COUNTER, Where.WORKER, "Open frames of tasks done.", "worker"),
    WORKER_CHUNKS(
            "virnucpro_worker_chunks_total",
            Type.COUNTER,
            Where.WORKER,
            "Chunks of 300 or 500 bases of tasks done.",
            "worker"),
    WORKER_OOM(
            "virnucpro_worker_out_of_memory_total",
            Type.COUNTER,
            Where.WORKER,
            "Tasks that failed since memory ran out.",
            "worker");

    /** Kinds of metrics. */
    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM,
        /** Always 1; what it says is in the labels. */
        INFO
    }

    /** Which processes have it. */
    public enum Where {
        COORDINATOR,
        WORKER,
        BOTH
    }

    private final String exposed;
    private final Type type;
    private final Where where;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> labels;

    Metric(String exposed, Type type, Where where, String help, String... labels) {
        this.exposed = exposed;
        this.type = type;
        this.where = where;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** As Prometheus knows it; of a histogram without {@code _bucket}, {@code _sum}, {@code _count}. */
    public String exposed() {
        return exposed;
    }

    public Type type() {
        return type;
    }

    public Where where() {
        return where;
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }
}
