package org.virnucpro.worker.loop;

import java.util.Optional;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.embedding.EmbeddingFormat;
import org.virnucpro.common.part.EmbeddingPartWriter;
import org.virnucpro.common.part.PartFolder;
import org.virnucpro.common.part.PartName;

/** The file for the embeddings of a task, when its run keeps them. */
record KeptEmbeddings(Optional<EmbeddingPartWriter> file) implements AutoCloseable {

    static KeptEmbeddings of(RunSpec spec, PartFolder folder, PartName name) {
        boolean kept = spec.results().embeddings() != EmbeddingFormat.NONE;
        return new KeptEmbeddings(kept ? Optional.of(new EmbeddingPartWriter(folder, name)) : Optional.empty());
    }

    /** Durable when it returns. */
    void commit(long rows) {
        file.ifPresent(writer -> writer.commit(rows));
    }

    @Override
    public void close() {
        file.ifPresent(EmbeddingPartWriter::close);
    }
}
