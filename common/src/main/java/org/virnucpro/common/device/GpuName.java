package org.virnucpro.common.device;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of a graphics card as words: {@code NVIDIA A100-SXM4-80GB} and {@code A100 SXM4} are one card. Words that make it
 * another card, such as {@code Ti}, {@code Laptop}, {@code NVL} or {@code MIG}, are never dropped.
 */
record GpuName(Set<String> words) {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^A-Za-z0-9.]+");

    /** Maker, brand, memory size: the same card with or without. */
    private static final Pattern FILLING = Pattern.compile("NVIDIA|GEFORCE|TESLA|QUADRO|[0-9]+GB");

    /** Form factor and kind of memory: a name without them stands for all of them. */
    private static final Pattern FORM = Pattern.compile("PCIE|SXM[0-9]?|HBM[0-9][A-Z]?");

    GpuName {
        words = Set.copyOf(words);
    }

    /** @throws IllegalArgumentException when the text has no word that tells cards apart */
    static GpuName of(String text) {
        GpuName name = ofDevice(text);
        if (name.words.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names no graphics card");
        }
        return name;
    }

    /** The same for a name that a driver says; without a word for one that says nothing. */
    static GpuName ofDevice(String text) {
        Set<String> words = new HashSet<>();
        for (String word : List.of(BETWEEN_WORDS.split(card(text).toUpperCase(Locale.ROOT), -1))) {
            if (!word.isEmpty() && !FILLING.matcher(word).matches()) {
                words.add(word);
            }
        }
        return new GpuName(words);
    }

    /** What is behind a comma says how the card computes. */
    private static String card(String device) {
        int comma = device.indexOf(',');
        return comma < 0 ? device : device.substring(0, comma);
    }

    /** Whether this name, perhaps a less exact one, stands for that card. */
    boolean standsFor(GpuName card) {
        return card.words.containsAll(words)
                && card.words.stream()
                        .allMatch(word ->
                                words.contains(word) || FORM.matcher(word).matches());
    }
}
