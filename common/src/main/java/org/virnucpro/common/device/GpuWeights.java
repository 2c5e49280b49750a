package org.virnucpro.common.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Relative speeds of graphics cards by name, 1 for the GeForce RTX 3090: the table of the planning document, extended with
 * cards that came later from their published rates; {@code gpu-weights.tsv} says for each one how and from where. Immutable.
 */
public final class GpuWeights {

    /** What a card weighs that the table does not know. */
    public static final double UNKNOWN = 1.0;

    private static final String TABLE = "gpu-weights.tsv";

    private record Entry(GpuName name, double weight) {}

    private final List<Entry> given;
    private final List<Entry> table;

    private GpuWeights(List<Entry> given, List<Entry> table) {
        this.given = List.copyOf(given);
        this.table = List.copyOf(table);
    }

    /** The table that this program comes with. */
    public static GpuWeights standard() {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] columns = line.split("\t", -1);
            for (String spelling : columns[0].split("\\|", -1)) {
                entries.add(new Entry(GpuName.of(spelling), weight(columns[0], Double.parseDouble(columns[1]))));
            }
        }
        return new GpuWeights(List.of(), entries);
    }

    /**
     * The same with a weight for a card; what is given later wins, and all that is given wins over the table.
     *
     * @param name as the driver says it, or without maker, brand and memory size: {@code RTX 3080 Ti}
     * @throws IllegalArgumentException when the name names nothing or the weight is not a number above 0
     */
    public GpuWeights with(String name, double weight) {
        List<Entry> more = new ArrayList<>();
        more.add(new Entry(GpuName.of(name), weight(name, weight)));
        more.addAll(given);
        return new GpuWeights(more, table);
    }

    /** The weight of a card by the name that its driver says; of several entries the most exact one. Empty: unknown. */
    public Optional<Double> of(String device) {
        GpuName card = GpuName.ofDevice(device);
        return mostExact(given, card).or(() -> mostExact(table, card)).map(Entry::weight);
    }

    private static Optional<Entry> mostExact(List<Entry> entries, GpuName card) {
        return entries.stream()
                .filter(entry -> entry.name().standsFor(card))
                .sorted(Comparator.comparingInt(entry -> -entry.name().words().size()))
                .findFirst();
    }

    private static double weight(String name, double weight) {
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("the weight of " + name + " must be a number above 0, not " + weight);
        }
        return weight;
    }

    private static List<String> lines() {
        try (InputStream resource = GpuWeights.class.getResourceAsStream(TABLE)) {
            if (resource == null) {
                throw new IllegalStateException(TABLE + " is missing in this build");
            }
            return new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + TABLE, failure);
        }
    }
}
