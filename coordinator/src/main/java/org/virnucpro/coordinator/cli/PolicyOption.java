package org.virnucpro.coordinator.cli;

import java.util.Locale;
import org.virnucpro.common.steal.StealSettings;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Who gets work that others have, by the word on the command line. */
enum PolicyOption {
    NONE,
    THRESHOLD,
    ADAPTIVE;

    /** Reads the words {@code none}, {@code threshold}, {@code adaptive}. */
    static final class Converter implements ITypeConverter<PolicyOption> {
        @Override
        public PolicyOption convert(String text) {
            for (PolicyOption policy : values()) {
                if (policy.word().equals(text)) {
                    return policy;
                }
            }
            throw new TypeConversionException("'" + text + "' is not none, threshold or adaptive");
        }
    }

    /** The word for settings. */
    static PolicyOption of(StealSettings settings) {
        if (!settings.enabled()) {
            return NONE;
        }
        return settings.rule() == StealSettings.Rule.THRESHOLD ? THRESHOLD : ADAPTIVE;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    StealSettings apply(StealSettings settings) {
        return switch (this) {
            case NONE -> settings.withEnabled(false);
            case THRESHOLD -> settings.withEnabled(true).withRule(StealSettings.Rule.THRESHOLD);
            case ADAPTIVE -> settings.withEnabled(true).withRule(StealSettings.Rule.ADAPTIVE);
        };
    }
}
