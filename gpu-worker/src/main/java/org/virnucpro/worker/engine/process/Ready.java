package org.virnucpro.worker.engine.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.worker.engine.process.ChildException.Fault;

/**
 * What the program says when it has loaded its models.
 *
 * @param device what it computes on, in words; equal words, equal rounding
 * @param widths of the embeddings
 */
record Ready(String device, Map<ModelPart, Integer> widths) {

    private static final int MAX_WIDTH = 1 << 20;
    private static final int MAX_DEVICE = 200;

    Ready {
        widths = Map.copyOf(widths);
    }

    /** @throws ChildException when the answer is not {@code ready}, or of another version, or leaves something out */
    static Ready of(JsonNode answer, Collection<ModelPart> asked) {
        if (answer.path("protocol").asInt() != EngineProgram.PROTOCOL) {
            throw setup("speaks version " + text(answer.path("protocol")) + " of the engine protocol, but version "
                    + EngineProgram.PROTOCOL + " is needed (docs/engine-protocol.md)");
        }
        Map<ModelPart, Integer> widths = new EnumMap<>(ModelPart.class);
        for (ModelPart part : asked) {
            JsonNode width = answer.path("models").path(part.folder()).path("width");
            if (!width.isInt() || width.asInt() < 1 || width.asInt() > MAX_WIDTH) {
                throw setup("is ready without a valid width for " + part.folder() + ": " + text(width));
            }
            widths.put(part, width.asInt());
        }
        String device = answer.path("device").asText().strip();
        if (device.isEmpty() || device.length() > MAX_DEVICE) {
            throw setup("is ready without saying on which device (up to " + MAX_DEVICE + " characters)");
        }
        return new Ready(device, widths);
    }

    private static ChildException setup(String problem) {
        return new ChildException(Fault.SETUP, problem);
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() ? "(none)" : node.toString();
    }
}
