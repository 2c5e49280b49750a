package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.embedding.EmbeddingFormat;
import org.virnucpro.common.part.EmbeddingPartReader;
import org.virnucpro.common.part.Part;
import org.virnucpro.common.part.PartException;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.part.PartName;
import org.virnucpro.common.part.PartReader;
import org.virnucpro.common.queue.DurableResult;
import org.virnucpro.common.task.Task;
import org.virnucpro.common.task.TaskId;
import org.virnucpro.coordinator.plan.RunPlan;

/**
 * The results that a run left on disk. Which token of a task won is known to the broker alone; when that is gone, every whole
 * part of a task is equally right, since rows depend only on the sequence, the models and the kind of device. The one with
 * the highest token is chosen. Confined to one thread.
 */
final class FinishedParts {

    private static final Logger log = LoggerFactory.getLogger(FinishedParts.class);

    private final RunSpec spec;
    private final RunPlan plan;
    private final PartFolder parts;

    FinishedParts(RunSpec spec, RunPlan plan, PartFolder parts) {
        this.spec = spec;
        this.plan = plan;
        this.parts = parts;
    }

    /** The parts in a folder by task, those with the highest token first; nothing is read. */
    static Map<TaskId, List<PartName>> names(PartFolder parts) throws IOException {
        Map<TaskId, List<PartName>> byTask = new TreeMap<>(Comparator.comparingInt(TaskId::index));
        if (Files.isDirectory(parts.path())) {
            try (Stream<Path> files = Files.list(parts.path())) {
                files.flatMap(file -> PartName.parse(file.getFileName().toString()).stream())
                        .sorted(Comparator.comparing(PartName::token).reversed())
                        .forEach(name -> byTask.computeIfAbsent(name.task(), task -> new ArrayList<>())
                                .add(name));
            }
        }
        return byTask;
    }

    /** One whole part for every task that has one; all of its bytes have been read and agree with its digest. */
    List<DurableResult> find() throws IOException {
        List<DurableResult> results = new ArrayList<>();
        for (Map.Entry<TaskId, List<PartName>> task : names(parts).entrySet()) {
            if (task.getKey().index() < plan.tasks().size()) {
                firstWhole(plan.tasks().get(task.getKey().index()), task.getValue())
                        .ifPresent(results::add);
            }
        }
        return results;
    }

    private Optional<DurableResult> firstWhole(Task task, List<PartName> names) throws IOException {
        for (PartName name : names) {
            try {
                Part part = read(task, name);
                return Optional.of(new DurableResult(
                        task.id(),
                        name.token(),
                        part.header().worker(),
                        part.footer().rows()));
            } catch (PartException unusable) {
                log.warn("{}; its task is computed again unless another part of it is whole", unusable.getMessage());
            }
        }
        return Optional.empty();
    }

    private Part read(Task task, PartName name) throws IOException {
        Part part = new PartReader(parts, spec.run(), name).read(row -> {});
        if (!part.header().shard().equals(task.shard())
                || !part.header().engine().equals(spec.engine())
                || !part.header().models().equals(spec.models())) {
            throw new PartException("part " + parts.file(name) + " is of another plan, engine or models");
        }
        if (spec.results().embeddings() != EmbeddingFormat.NONE) {
            try (EmbeddingPartReader embeddings =
                    EmbeddingPartReader.open(parts, name, part.footer().rows())) {
                float[] row = new float[embeddings.width()];
                for (long index = 0; index < part.footer().rows(); index++) {
                    embeddings.next(row);
                }
                embeddings.finish();
            }
        }
        return part;
    }
}
