package org.virnucpro.coordinator.cli;

import org.virnucpro.common.queue.ImbalanceThreshold;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 3,2,3}: smallest depth of the longest queue, factor, difference. */
final class StealThresholdOption implements ITypeConverter<ImbalanceThreshold> {

    @Override
    public ImbalanceThreshold convert(String text) {
        String[] numbers = text.split(",", -1);
        try {
            if (numbers.length != 3) {
                throw new IllegalArgumentException("three numbers with commas between");
            }
            return new ImbalanceThreshold(
                    Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), Integer.parseInt(numbers[2]));
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException("'" + text + "' is not a threshold such as 3,2,3: " + wrong.getMessage());
        }
    }
}
