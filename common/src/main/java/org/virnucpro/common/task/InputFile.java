package org.virnucpro.common.task;

/**
 * One FASTA file of a run.
 *
 * @param path where it is
 * @param stem names its results; unique within the run
 * @param bytes size when the run was planned; a worker refuses a file that has changed
 */
public record InputFile(DataPath path, String stem, long bytes) {}
