package org.virnucpro.common.metrics;

import io.micrometer.core.instrument.Meter;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Meters whose labels come and go: after each round those that were not set in it are gone from the exposition. Confined to one
 * thread; the exposition may be read on others.
 */
public final class MeterRows {

    private record Key(Metric metric, List<String> labels) {}

    private static final class Value implements Supplier<Number> {
        private volatile double now;

        @Override
        public Number get() {
            return now;
        }
    }

    private static final class Row {
        private final Meter meter;
        private final Value value;
        private long round;

        private Row(Meter meter, Value value) {
            this.meter = meter;
            this.value = value;
        }
    }

    private final Exposition exposition;
    private final Map<Key, Row> rows = new HashMap<>();
    private long round;

    public MeterRows(Exposition exposition) {
        this.exposition = exposition;
    }

    /** How many there are. */
    public int size() {
        return rows.size();
    }

    /** Sets a gauge, or the total of a counter, in this round. */
    public void set(Metric metric, double value, String... labels) {
        Row row = rows.computeIfAbsent(new Key(metric, List.of(labels)), this::register);
        row.value.now = value;
        row.round = round;
    }

    /** Ends the round: what was not set in it is gone. */
    public void end() {
        for (Iterator<Row> all = rows.values().iterator(); all.hasNext(); ) {
            Row row = all.next();
            if (row.round != round) {
                exposition.remove(row.meter);
                all.remove();
            }
        }
        round++;
    }

    private Row register(Key key) {
        Value value = new Value();
        Meter meter = key.metric().type() == Metric.Type.COUNTER
                ? exposition.counted(key.metric(), value, key.labels())
                : exposition.gauge(key.metric(), value, key.labels());
        return new Row(meter, value);
    }
}
