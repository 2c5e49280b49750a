package org.virnucpro.coordinator.service;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.metrics.Exposition;
import org.virnucpro.common.metrics.MeterRows;
import org.virnucpro.common.metrics.Metric;

/** Space on the file systems of the data roots, asked for seldom, since a file server may be slow. Confined to the watch's thread. */
final class DataRootMeters implements ClusterListener {

    private static final Logger log = LoggerFactory.getLogger(DataRootMeters.class);
    private static final int LOOKS_PER_MEASURE = 30;

    private final Map<String, Path> roots;
    private final MeterRows rows;
    private long looks;

    DataRootMeters(Exposition exposition, Map<String, Path> roots) {
        this.roots = Map.copyOf(roots);
        this.rows = new MeterRows(exposition);
    }

    @Override
    public void looked(ClusterSnapshot snapshot) {
        if (looks++ % LOOKS_PER_MEASURE != 0) {
            return;
        }
        roots.forEach((name, folder) -> {
            try {
                FileStore store = Files.getFileStore(folder);
                rows.set(Metric.DATA_ROOT_FREE, (double) store.getUsableSpace(), name);
                rows.set(Metric.DATA_ROOT_SIZE, (double) store.getTotalSpace(), name);
            } catch (IOException failure) {
                log.debug("space of data root {} is not known: {}", name, failure.toString());
            }
        });
        rows.end();
    }
}
