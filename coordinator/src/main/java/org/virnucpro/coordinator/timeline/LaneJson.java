package org.virnucpro.coordinator.timeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** A lane column by column, which is a third of the size of a list of blocks. */
final class LaneJson {

    private LaneJson() {}

    /** The JSON of a lane with at most {@code most} blocks. */
    static ObjectNode of(Lane lane, int most, long origin, Map<String, Integer> places) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode gap = json.putArray("gap");
        ArrayNode length = json.putArray("length");
        ArrayNode task = json.putArray("task");
        ArrayNode input = json.putArray("input");
        ArrayNode from = json.putArray("from");
        ArrayNode failed = json.putArray("failed");
        StringBuilder ways = new StringBuilder();
        List<Block> blocks = lane.blocks(most);
        boolean merged = blocks.stream().anyMatch(block -> block.tasks() > 1);
        boolean named = blocks.stream().anyMatch(block -> block.input() != Block.UNKNOWN);
        long end = 0;
        for (int index = 0; index < blocks.size(); index++) {
            Block block = blocks.get(index);
            gap.add(block.start() - origin - end);
            length.add(block.end() - block.start());
            end = block.end() - origin;
            task.add(block.task());
            ways.append(block.way().digit());
            if (named) {
                input.add(block.input());
            }
            if (block.way() != Block.Way.OWN) {
                from.add(places.getOrDefault(block.from(), Block.UNKNOWN));
            }
            if (block.failed() > 0) {
                failed.add(index);
            }
        }
        json.put("way", ways.toString());
        json.put("merged", merged);
        if (merged) {
            ArrayNode tasks = json.putArray("tasks");
            ArrayNode stolen = json.putArray("stolen");
            ArrayNode busy = json.putArray("busy");
            blocks.forEach(block -> {
                stolen.add(block.stolen());
                tasks.add(block.tasks());
                busy.add(block.busy());
            });
        }
        ArrayNode stays = json.putArray("stays");
        for (Lane.Stay stay : lane.stays()) {
            ArrayNode times = stays.addArray().add(stay.from() - origin);
            if (stay.to() != Lane.Stay.OPEN) {
                times.add(stay.to() - origin);
            }
        }
        return json;
    }
}
