package org.virnucpro.coordinator.cli;

import java.time.Duration;
import org.virnucpro.coordinator.plan.ShardLimit;
import picocli.CommandLine.Option;

/** How large a shard may be. */
final class ShardOptions {

    @Option(
            names = "--max-shard-seconds",
            paramLabel = "S",
            defaultValue = "20",
            description = "Seconds on a worker of speed 1 that a shard may take. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--max-shard-share",
            paramLabel = "PERCENT",
            defaultValue = "3",
            description = "Larger shards are allowed up to this share of the projected makespan. Default:"
                    + " ${DEFAULT-VALUE} percent.")
    private double percent;

    ShardLimit limit() {
        return new ShardLimit(Duration.ofNanos(Math.round(seconds * 1e9)), percent / 100);
    }
}
