package org.virnucpro.coordinator.cost;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.virnucpro.coordinator.plan.CostModel;

/**
 * What is known of the costs on one kind of device.
 *
 * @param device which
 * @param model real seconds on it
 * @param tasks how many tasks it was fitted to, earlier runs included
 * @param p90Error of the predictions of the last run: nine of ten tasks took no further from what the model said before they
 *     were done, relative to the time that they took; the first {@link DeviceLearning#LEARNING_TASKS} tasks are not counted.
 *     Empty: no task was tested
 * @param tested how many tasks that is about
 */
public record DeviceCosts(DeviceKind device, CostModel model, long tasks, OptionalDouble p90Error, long tested) {

    /** As JSON shows it; in seconds. */
    public Map<String, @Nullable Object> describe() {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("engine", device.engine());
        line.put("device", device.device());
        line.put("models", device.models());
        line.put("tasks", tasks);
        line.put("tested", tested);
        line.put("p90_error", p90Error.isPresent() ? Math.round(p90Error.getAsDouble() * 1e4) / 1e4 : null);
        line.put("seconds_per_residue", model.secondsPerResidue());
        line.put("seconds_per_residue_square", model.secondsPerResidueSquare());
        line.put("seconds_per_frame_base", model.secondsPerFrameBase());
        line.put("seconds_per_task", model.secondsPerTask());
        return line;
    }
}
