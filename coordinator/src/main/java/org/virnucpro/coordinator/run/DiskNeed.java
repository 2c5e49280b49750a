package org.virnucpro.coordinator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.embedding.EmbeddingFormat;
import org.virnucpro.coordinator.plan.RunPlan;
import org.virnucpro.coordinator.plan.Work;

/**
 * How many bytes a run will write, from the counts of its plan. An estimate on the low side, so that nobody is refused whose
 * results would fit: names are taken to be short, and one base in ten to be viral.
 */
final class DiskNeed {

    /** A row is an id and two scores, about 70 bytes; once in a part, once in the table. */
    private static final long BYTES_PER_FRAME = 140;

    private static final long BYTES_PER_CHUNK = 25;
    private static final long BYTES_PER_RECORD = 60;
    /** Lines of events.jsonl, and what frames a part. */
    private static final long BYTES_PER_TASK = 1500;

    /** DNABERT-S and ESM-2 3B, in a part and in the results; smaller models need less. */
    private static final long EMBEDDING_BYTES_PER_FRAME = 2L * (768 + 2560) * Float.BYTES;

    private DiskNeed() {}

    /** Bytes of all results and parts together. */
    static long ofAll(RunSpec spec, RunPlan plan) {
        Work work = plan.work();
        long need = work.frames() * BYTES_PER_FRAME
                + work.chunks() * BYTES_PER_CHUNK
                + work.records() * BYTES_PER_RECORD
                + work.bases() / 10
                + plan.tasks().size() * BYTES_PER_TASK;
        return spec.results().embeddings() == EmbeddingFormat.NONE
                ? need
                : need + work.frames() * EMBEDDING_BYTES_PER_FRAME;
    }

    /** Bytes that are still to be written when some parts are there already. */
    static long ofRest(RunSpec spec, RunPlan plan, Path parts) throws IOException {
        long there = 0;
        if (Files.isDirectory(parts)) {
            List<Path> files;
            try (Stream<Path> list = Files.list(parts)) {
                files = list.toList();
            }
            for (Path file : files) {
                there += Files.size(file);
            }
        }
        return Math.max(0, ofAll(spec, plan) - there);
    }
}
