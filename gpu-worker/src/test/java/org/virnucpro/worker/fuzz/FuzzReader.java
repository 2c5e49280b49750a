package org.virnucpro.worker.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A reader of files that must survive any bytes.
 *
 * @param name in reports
 * @param corpus whole files that it reads
 * @param declared the exceptions of its javadoc; no other may come out of it
 * @param reading reads a file to its end
 */
record FuzzReader(String name, List<byte[]> corpus, Set<Class<? extends Exception>> declared, Reading reading) {

    /** Reads a whole file. */
    @FunctionalInterface
    interface Reading {
        void read(Path file) throws Exception;
    }
}
