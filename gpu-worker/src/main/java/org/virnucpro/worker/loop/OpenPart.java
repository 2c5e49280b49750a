package org.virnucpro.worker.loop;

import java.nio.file.Path;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.part.PartHeader;
import org.virnucpro.common.part.PartWriter;
import org.virnucpro.worker.predict.ShardSummary;

/** The part of a leased task, and the file for its embeddings beside it when the run keeps them. */
record OpenPart(PartHeader header, PartWriter rows, KeptEmbeddings embeddings) implements AutoCloseable {

    static OpenPart start(RunSpec spec, PartFolder folder, PartHeader header) {
        PartWriter rows = new PartWriter(folder, header);
        try {
            return new OpenPart(header, rows, KeptEmbeddings.of(spec, folder, header.name()));
        } catch (RuntimeException unwritable) {
            rows.close();
            throw unwritable;
        }
    }

    void features(float[] features, int frames) {
        embeddings.file().ifPresent(file -> file.rows(features, frames));
    }

    /** Durable, and under their names, when it returns; the rows last, since they make the task complete. */
    Path commit(ShardSummary summary) {
        embeddings.commit(header.shard().frames());
        return rows.commit(summary.records(), summary.chunks());
    }

    @Override
    public void close() {
        try {
            embeddings.close();
        } finally {
            rows.close();
        }
    }
}
