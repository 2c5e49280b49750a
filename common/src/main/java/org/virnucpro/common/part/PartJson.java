package org.virnucpro.common.part;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.task.ChunkRange;
import org.virnucpro.common.task.FencingToken;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.Shard;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.common.task.WorkerId;

/** Header and footer as one line of JSON each. Anything missing or of another type is an IllegalArgumentException. */
final class PartJson {

    private static final JsonMapper MAPPER = new JsonMapper();

    private PartJson() {}

    static String write(PartHeader header) {
        ObjectNode line = MAPPER.createObjectNode()
                .put("layout", PartHeader.LAYOUT)
                .put("run", header.run().value())
                .put("task", header.task().index())
                .put("token", header.token().value())
                .put("worker", header.worker().value())
                .put("incarnation", header.incarnation().value())
                .put("engine", header.engine())
                .put("device", header.device())
                .put("models", header.models());
        Shard shard = header.shard();
        ObjectNode slice = line.putObject("shard")
                .put("input", shard.input())
                .put("start", shard.start())
                .put("end", shard.end())
                .put("line", shard.line())
                .put("records", shard.records())
                .put("frames", shard.frames())
                .put("longest_record", shard.longestRecord());
        if (!shard.chunks().coversAll()) {
            slice.put("first_chunk", shard.chunks().first())
                    .put("end_chunk", shard.chunks().end());
        }
        return line.toString();
    }

    static PartHeader readHeader(String text) {
        JsonNode line = parse(text);
        long layout = number(line, "layout");
        if (layout != PartHeader.LAYOUT) {
            throw new IllegalArgumentException("layout " + layout + ", this version reads " + PartHeader.LAYOUT);
        }
        return new PartHeader(
                new RunId(text(line, "run")),
                new TaskId(Math.toIntExact(number(line, "task"))),
                new FencingToken(number(line, "token")),
                new WorkerId(text(line, "worker")),
                new Incarnation(text(line, "incarnation")),
                text(line, "engine"),
                text(line, "device"),
                text(line, "models"),
                shard(field(line, "shard")));
    }

    static String write(PartFooter footer) {
        ObjectNode line = MAPPER.createObjectNode()
                .put("rows", footer.rows())
                .put("records", footer.records())
                .put("chunks", footer.chunks());
        ArrayNode rejected = line.putArray("rejected");
        for (Rejection record : footer.rejected()) {
            rejected.addObject()
                    .put("seq_name", record.sequenceName())
                    .put("reason", record.reason())
                    .put("message", record.message());
        }
        return line.put("sha256", footer.sha256()).toString();
    }

    static PartFooter readFooter(String text) {
        JsonNode line = parse(text);
        List<Rejection> rejected = new ArrayList<>();
        for (JsonNode record : field(line, "rejected")) {
            rejected.add(new Rejection(text(record, "seq_name"), text(record, "reason"), text(record, "message")));
        }
        return new PartFooter(
                number(line, "rows"), number(line, "records"), number(line, "chunks"), rejected, text(line, "sha256"));
    }

    private static Shard shard(JsonNode node) {
        return new Shard(
                Math.toIntExact(number(node, "input")),
                number(node, "start"),
                number(node, "end"),
                number(node, "line"),
                number(node, "records"),
                number(node, "frames"),
                number(node, "longest_record"),
                chunks(node));
    }

    private static ChunkRange chunks(JsonNode node) {
        return node.has("first_chunk")
                ? new ChunkRange(
                        Math.toIntExact(number(node, "first_chunk")), Math.toIntExact(number(node, "end_chunk")))
                : ChunkRange.ALL;
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("not JSON: " + notJson.getOriginalMessage(), notJson);
        }
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no field '" + name + "'");
        }
        return value;
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("field '" + name + "' is not a text");
        }
        return value.textValue();
    }

    private static long number(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("field '" + name + "' is not a whole number");
        }
        return value.longValue();
    }
}
