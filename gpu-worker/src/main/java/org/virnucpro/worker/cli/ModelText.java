package org.virnucpro.worker.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code models inspect} prints for a person. */
final class ModelText {

    private static final List<String> SIZES =
            List.of("layers", "width", "heads", "feed_forward", "vocabulary", "features", "hidden", "classes");

    private ModelText() {}

    static String of(JsonNode model) {
        List<String> sizes = new ArrayList<>();
        for (String size : SIZES) {
            if (model.has(size)) {
                sizes.add(size.replace('_', ' ') + " " + model.path(size).asInt());
            }
        }
        List<String> stored = new ArrayList<>();
        model.path("stored_numbers")
                .properties()
                .forEach(type -> stored.add(grouped(type.getValue().asLong()) + " " + type.getKey()));
        return String.join(
                "\n",
                model.path("path").asText(),
                "  architecture  " + model.path("architecture").asText() + " (" + String.join(", ", sizes) + ")",
                "  parameters    " + grouped(model.path("parameters").asLong()) + " used; stored: "
                        + String.join(", ", stored) + " (" + size(model.path("stored_bytes")) + ")",
                "  memory        " + size(model.path("bytes_float32")) + " as float32, "
                        + size(model.path("bytes_float16")) + " as float16; "
                        + size(model.path("activation_bytes_per_token")) + " more per token of a batch",
                "  operations    " + grouped(model.path("flops_per_token").asLong()) + " per token"
                        + (model.path("tokens").asInt() > 1
                                ? ", in a sequence of " + model.path("tokens").asInt()
                                : ""),
                "  digest        " + model.path("digest").asText());
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String size(JsonNode bytes) {
        double value = bytes.asDouble();
        String[] units = {"B", "KiB", "MiB", "GiB"};
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.2f %s", value, units[unit]);
    }
}
