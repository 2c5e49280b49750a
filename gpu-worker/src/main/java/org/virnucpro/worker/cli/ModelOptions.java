package org.virnucpro.worker.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What computes, and how fast. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelOptions {

    @Option(
            names = "--engine",
            paramLabel = "cpu|synthetic",
            defaultValue = "cpu",
            description =
                    "cpu: real models on processor cores; synthetic: waits and makes scores up, to rehearse a cluster;"
                            + " default: ${DEFAULT-VALUE}")
    private String engine;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "models folder with dnabert/, esm2/ and classifier/; for --engine cpu")
    private @Nullable Path models;

    @Option(
            names = "--classifier",
            paramLabel = "FILE",
            description = "classifier to use instead of the one in the models folder")
    private @Nullable Path classifier;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "sequences computed at a time by --engine cpu; default: one per core")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--speed",
            paramLabel = "S",
            defaultValue = "1",
            description = "--engine synthetic: predicted seconds that pass in one second; default: ${DEFAULT-VALUE}")
    private double speed;

    String engine() {
        return engine;
    }

    @Nullable
    Path models() {
        return models;
    }

    @Nullable
    Path classifier() {
        return classifier;
    }

    int threads() {
        return threads;
    }

    double speed() {
        return speed;
    }
}
