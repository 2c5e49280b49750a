package org.virnucpro.coordinator.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.virnucpro.common.cli.DurationOption;
import org.virnucpro.common.task.WorkerId;
import org.virnucpro.coordinator.simulate.SimulatedWorker;
import org.virnucpro.coordinator.simulate.SimulatedWorker.Departure;
import org.virnucpro.coordinator.simulate.SimulatedWorker.Stay;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the workers of a simulation: groups with a comma between them, each {@code SPEED[xCOUNT][:KEY=VALUE]...}. Keys: {@code
 * weight=W} (declared speed; default: the real one), {@code join=TIME}, {@code leave=TIME} (takes nothing from then on),
 * {@code lost=TIME} (vanishes), {@code lease=TIME} (until that is noticed; default: 30 s), {@code drop=FACTOR@TIME}.
 */
final class WorkersOption implements ITypeConverter<List<SimulatedWorker>> {

    private static final int MOST = 100_000;

    @Override
    public List<SimulatedWorker> convert(String text) {
        List<SimulatedWorker> workers = new ArrayList<>();
        for (String group : text.split(",", -1)) {
            try {
                addGroup(group, workers);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException("'" + group + "' is not a group of workers such as 1x4, 3x2:weight=1"
                        + " or 1.5:join=60s:drop=0.15@5m: " + wrong.getMessage());
            }
        }
        return workers;
    }

    private static void addGroup(String group, List<SimulatedWorker> workers) {
        String[] parts = group.split(":", -1);
        String[] size = parts[0].split("x", 2);
        double speed = Double.parseDouble(size[0]);
        int count = size.length == 1 ? 1 : Integer.parseInt(size[1]);
        if (count < 1 || count > MOST - workers.size()) {
            throw new IllegalArgumentException("at least 1 worker in a group and at most " + MOST + " in all");
        }
        Group settings = new Group(speed);
        for (int part = 1; part < parts.length; part++) {
            String[] setting = parts[part].split("=", 2);
            settings.set(setting[0], setting.length == 2 ? setting[1] : "");
        }
        for (int index = 0; index < count; index++) {
            workers.add(settings.worker("worker-" + workers.size()));
        }
    }

    /** What all workers of a group have in common. */
    private static final class Group {
        private static final double LEASE_MILLIS = 30_000;

        private final double speed;
        private double weight;
        private double join;
        private double lease = LEASE_MILLIS;
        private Optional<Double> leave = Optional.empty();
        private Optional<Double> lost = Optional.empty();
        private Optional<SimulatedWorker.Drop> drop = Optional.empty();

        Group(double speed) {
            this.speed = speed;
            this.weight = speed;
        }

        void set(String key, String value) {
            switch (key) {
                case "weight" -> weight = Double.parseDouble(value);
                case "join" -> join = millis(value);
                case "leave" -> leave = Optional.of(millis(value));
                case "lost" -> lost = Optional.of(millis(value));
                case "lease" -> lease = millis(value);
                case "drop" -> drop = Optional.of(drop(value));
                default -> throw new IllegalArgumentException("no setting '" + key + "'");
            }
        }

        SimulatedWorker worker(String name) {
            if (leave.isPresent() && lost.isPresent()) {
                throw new IllegalArgumentException("a worker leaves or is lost, not both");
            }
            Optional<Departure> departure = lost.map(at -> new Departure(at, at + lease, false))
                    .or(() -> leave.map(at -> new Departure(at, at, true)));
            List<Stay> stays = List.of(new Stay(join, departure));
            return new SimulatedWorker(new WorkerId(name), speed, weight, stays, drop);
        }
    }

    private static SimulatedWorker.Drop drop(String value) {
        String[] parts = value.split("@", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("a drop is written FACTOR@TIME");
        }
        return new SimulatedWorker.Drop(millis(parts[1]), Double.parseDouble(parts[0]));
    }

    private static double millis(String text) {
        try {
            return (double) new DurationOption().convert(text).toMillis();
        } catch (TypeConversionException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }
}
