package org.virnucpro.worker.engine.cuda.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.virnucpro.worker.engine.cuda.driver.DeviceMemory;

/**
 * Cosines and sines of rotary positions on the GPU, float32 [positions, headWidth / 2], computed in double; one pair of tables
 * for all layers with the same frequencies.
 */
final class RotaryTables implements AutoCloseable {
    private final List<float[]> frequencies = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private int positions;

    private record Table(DeviceMemory cosines, DeviceMemory sines) {}

    /** Number of the tables for these frequencies. */
    int add(float[] wanted) {
        for (int i = 0; i < frequencies.size(); i++) {
            if (Arrays.equals(frequencies.get(i), wanted)) {
                return i;
            }
        }
        frequencies.add(wanted);
        return frequencies.size() - 1;
    }

    float[] frequencies(int number) {
        return frequencies.get(number);
    }

    /** Grows the tables; nothing on the GPU may be using them. */
    void reserve(int wanted) {
        if (wanted <= positions) {
            return;
        }
        close();
        for (float[] turned : frequencies) {
            tables.add(table(turned, wanted));
        }
        positions = wanted;
    }

    long cosines(int number) {
        return tables.get(number).cosines.address();
    }

    long sines(int number) {
        return tables.get(number).sines.address();
    }

    private static Table table(float[] frequencies, int positions) {
        int bytes = Math.multiplyExact(Math.multiplyExact(positions, frequencies.length), Float.BYTES);
        ByteBuffer cosines = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer sines = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int position = 0; position < positions; position++) {
            for (float frequency : frequencies) {
                double angle = position * (double) frequency;
                cosines.putFloat((float) StrictMath.cos(angle));
                sines.putFloat((float) StrictMath.sin(angle));
            }
        }
        DeviceMemory first = uploaded(cosines.flip());
        try {
            return new Table(first, uploaded(sines.flip()));
        } catch (RuntimeException unavailable) {
            first.close();
            throw unavailable;
        }
    }

    private static DeviceMemory uploaded(ByteBuffer numbers) {
        DeviceMemory memory = DeviceMemory.allocate(numbers.remaining());
        try {
            memory.upload(numbers, 0);
        } catch (RuntimeException failed) {
            memory.close();
            throw failed;
        }
        return memory;
    }

    @Override
    public void close() {
        positions = 0;
        for (Table table : tables) {
            table.cosines.close();
            table.sines.close();
        }
        tables.clear();
    }
}
