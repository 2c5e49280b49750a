package org.virnucpro.common.task;

/**
 * One FASTA file of a run.
 *
 * @param path where it is
 * @param stem names its results; unique within the run
 * @param bytes size when the run was planned; a worker refuses a file that has changed
 */
public record InputFile(DataPath path, String stem, long bytes) {

    public InputFile {
        // it becomes part of the names of folders and files of results, and may come from another machine
        if (stem.indexOf('/') >= 0 || stem.indexOf(0) >= 0) {
            throw new IllegalArgumentException("not the start of a file name: '" + stem + "'");
        }
    }
}
