package org.virnucpro.coordinator.simulate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.virnucpro.common.steal.StealSettings;
import org.virnucpro.common.task.ShardLimit;
import org.virnucpro.common.task.WorkerId;

/**
 * Draws seeded workloads as in the design notes: lognormal files of five minutes on average, sigma 1, over workers whose speeds
 * are drawn from a mix.
 *
 * @param mix speeds that workers are drawn from
 * @param workers how many
 * @param filesPerWorker how many files for each
 * @param costError error of the predictions
 * @param weights what workers say of their speed
 * @param cut how files are cut; empty: whole
 * @param drop what the speed of the fastest worker is multiplied with at 30 % of the ideal makespan; empty: nothing happens
 */
record Cases(
        List<Double> mix,
        int workers,
        int filesPerWorker,
        double costError,
        Weights weights,
        Optional<ShardLimit> cut,
        Optional<Double> drop) {

    enum Weights {
        KNOWN,
        UNKNOWN,
        /** Off by a lognormal factor with a sigma of 0.5. */
        WRONG
    }

    static final List<Double> MIX = List.of(1.0, 1.5, 3.0);
    static final List<Double> TEN_TIMES = List.of(1.0, 10.0);

    /** 8 workers, 4 whole files each, costs and weights known. */
    static Cases known(List<Double> mix) {
        return new Cases(mix, 8, 4, 0, Weights.KNOWN, Optional.empty(), Optional.empty());
    }

    /** 2 to 16 workers, 1 to 12 whole files each, one of five mixes of speeds, costs and weights known. */
    static Cases anyShape(long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5eed);
        List<List<Double>> mixes =
                List.of(MIX, TEN_TIMES, List.of(1.0), List.of(1.0, 2.0, 5.0, 10.0), List.of(0.9, 1.3, 1.7, 2.5));
        return new Cases(
                mixes.get(random.nextInt(mixes.size())),
                random.nextInt(2, 17),
                random.nextInt(1, 13),
                0,
                Weights.KNOWN,
                Optional.empty(),
                Optional.empty());
    }

    Cases noisy() {
        return new Cases(mix, workers, filesPerWorker, 0.25, weights, cut, drop);
    }

    Cases cut(int seconds) {
        return new Cases(
                mix,
                workers,
                filesPerWorker,
                costError,
                weights,
                Optional.of(new ShardLimit(Duration.ofSeconds(seconds), 0.03)),
                drop);
    }

    Cases weights(Weights said) {
        return new Cases(mix, workers, filesPerWorker, costError, said, cut, drop);
    }

    Cases filesPerWorker(int files) {
        return new Cases(mix, workers, files, costError, weights, cut, drop);
    }

    Cases dropTo(double factor) {
        return new Cases(mix, workers, filesPerWorker, costError, weights, cut, Optional.of(factor));
    }

    Scenario scenario(long seed, StealSettings stealing) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] speeds = new double[workers];
        for (int worker = 0; worker < workers; worker++) {
            speeds[worker] = mix.get(random.nextInt(mix.size()));
        }
        long[] files = new long[workers * filesPerWorker];
        double work = 0;
        for (int file = 0; file < files.length; file++) {
            files[file] = Math.max(200, Math.round(300_000 * Math.exp(random.nextGaussian() - 0.5)));
            work += (double) files[file];
        }
        double total = 0;
        int fastest = 0;
        for (int worker = 0; worker < workers; worker++) {
            total += speeds[worker];
            fastest = speeds[worker] > speeds[fastest] ? worker : fastest;
        }
        List<SimulatedWorker> fleet = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            Optional<SimulatedWorker.Drop> slowed = Optional.empty();
            if (worker == fastest && drop.isPresent()) {
                slowed = Optional.of(new SimulatedWorker.Drop(0.3 * work / total, drop.get()));
            }
            fleet.add(new SimulatedWorker(
                    new WorkerId("w" + worker),
                    speeds[worker],
                    weight(speeds[worker], random),
                    List.of(SimulatedWorker.Stay.ALWAYS),
                    slowed));
        }
        List<SimulatedTask> tasks = new Workload(files, costError).tasks(fleet, cut, random);
        return Scenario.planned(fleet, tasks, costError, stealing, Scenario.Delays.DEFAULT, seed);
    }

    private double weight(double speed, RandomGenerator random) {
        return switch (weights) {
            case KNOWN -> speed;
            case UNKNOWN -> 1;
            case WRONG -> speed * Math.exp(0.5 * random.nextGaussian());
        };
    }
}
