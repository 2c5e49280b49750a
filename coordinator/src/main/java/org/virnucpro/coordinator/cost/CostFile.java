package org.virnucpro.coordinator.cost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.file.AtomicFile;
import org.virnucpro.common.file.Folders;
import org.virnucpro.coordinator.plan.CostModel;

/**
 * Fitted costs between runs, one entry per kind of device. A file that is damaged or of a later version costs a warning and the
 * knowledge in it, never a run. Runs of one process may share it; when two processes save at once, one of them keeps what it
 * learned about other devices to itself. Thread-safe.
 */
public final class CostFile {

    private static final Logger log = LoggerFactory.getLogger(CostFile.class);
    private static final int SCHEMA = 1;

    /** No cluster has so many kinds of device; a longer file is something else. */
    private static final long MOST_BYTES = 1 << 20;

    private static final class UnknownSchemaException extends IOException {
        private static final long serialVersionUID = 1L;

        UnknownSchemaException(int schema) {
            super("it has schema " + schema + ", this version knows " + SCHEMA);
        }
    }

    private final ObjectMapper json = new ObjectMapper();
    private final Path file;

    public CostFile(Path file) {
        this.file = file;
    }

    /** What earlier runs learned; nothing when the file is absent or cannot be used. */
    public synchronized List<DeviceCosts> read() {
        try {
            return Files.exists(file) ? parse() : List.of();
        } catch (IOException unusable) {
            log.warn(
                    "{} cannot be used, plans go by the published costs: {}; remove it to learn anew",
                    file,
                    unusable.getMessage());
            return List.of();
        }
    }

    /** Puts these in, in place of what was known about the same kinds of device. */
    public synchronized void save(List<DeviceCosts> learned) {
        try {
            List<DeviceCosts> all = new ArrayList<>(learned);
            earlier().stream()
                    .filter(known ->
                            learned.stream().noneMatch(costs -> costs.device().equals(known.device())))
                    .forEach(all::add);
            Folders.createParent(file);
            try (AtomicFile out = AtomicFile.create(file)) {
                json.writerWithDefaultPrettyPrinter().writeValue(out.stream(), document(all));
                out.commit();
            }
        } catch (IOException failure) {
            log.warn("what this run learned about costs is not kept, cannot write {}: {}", file, failure.getMessage());
        }
    }

    /** @throws IOException when a later version wrote the file: it is not to be overwritten */
    private List<DeviceCosts> earlier() throws IOException {
        try {
            return Files.exists(file) ? parse() : List.of();
        } catch (UnknownSchemaException later) {
            throw later;
        } catch (IOException damaged) {
            return List.of();
        }
    }

    private List<DeviceCosts> parse() throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException("it is longer than " + MOST_BYTES + " bytes");
        }
        JsonNode document;
        try {
            document = json.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException damaged) {
            throw new IOException("it is not JSON: " + damaged.getOriginalMessage(), damaged);
        }
        if (!document.path("schema").isInt() || !document.path("devices").isArray()) {
            throw new IOException("it has no schema and devices");
        }
        if (document.path("schema").intValue() != SCHEMA) {
            throw new UnknownSchemaException(document.path("schema").intValue());
        }
        List<DeviceCosts> devices = new ArrayList<>();
        for (JsonNode device : document.path("devices")) {
            devices.add(device(device));
        }
        return devices;
    }

    private static DeviceCosts device(JsonNode node) throws IOException {
        try {
            return new DeviceCosts(
                    new DeviceKind(text(node, "engine"), text(node, "device"), text(node, "models")),
                    new CostModel(
                            number(node, "seconds_per_residue"),
                            number(node, "seconds_per_residue_square"),
                            number(node, "seconds_per_frame_base"),
                            number(node, "seconds_per_task")),
                    (long) number(node, "tasks"),
                    node.hasNonNull("p90_error")
                            ? OptionalDouble.of(number(node, "p90_error"))
                            : OptionalDouble.empty(),
                    (long) number(node, "tested"));
        } catch (IllegalArgumentException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
        }
    }

    private static String text(JsonNode node, String field) throws IOException {
        if (!node.path(field).isTextual()) {
            throw new IOException("a device has no text '" + field + "'");
        }
        return node.path(field).textValue();
    }

    private static double number(JsonNode node, String field) throws IOException {
        if (!node.path(field).isNumber()) {
            throw new IOException("a device has no number '" + field + "'");
        }
        return node.path(field).doubleValue();
    }

    private ObjectNode document(List<DeviceCosts> all) {
        ObjectNode document = json.createObjectNode().put("schema", SCHEMA);
        ArrayNode devices = document.putArray("devices");
        for (DeviceCosts costs : all) {
            devices.add(json.valueToTree(costs.describe()));
        }
        return document;
    }
}
