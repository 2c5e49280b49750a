package org.virnucpro.common.table;

import java.io.IOException;
import java.io.OutputStream;

/** Makes prediction_results_highestscore.csv from the rows of prediction_results.txt. Not thread-safe. */
public interface ConsensusTable {

    /** Name of the file in the results; it is separated by TABs all the same. */
    String FILE_NAME = "prediction_results_highestscore.csv";

    /** Takes in one row of the table. */
    void add(String sequenceId, double othersScore, double virusScore);

    /** Writes all groups; leaves the stream open. */
    void writeTo(OutputStream out) throws IOException;
}
