package org.virnucpro.coordinator.merge;

import org.virnucpro.common.part.PartException;
import org.virnucpro.common.table.PredictionLabel;
import org.virnucpro.common.table.PredictionTable;
import org.virnucpro.common.table.TableFormat;

/** A row of a part, taken apart; the text of its scores gives back the very numbers that the worker had. */
record PartRow(String text, String sequenceId, float othersScore, float virusScore) {

    /** @throws PartException when a score is no finite number */
    static PartRow parse(String text) {
        String[] cells = text.split("\t", -1);
        try {
            PartRow row = new PartRow(text, cells[0], Float.parseFloat(cells[2]), Float.parseFloat(cells[3]));
            if (Float.isFinite(row.othersScore) && Float.isFinite(row.virusScore)) {
                return row;
            }
        } catch (NumberFormatException noNumber) {
            throw new PartException("a part holds a row with a score that is no number: " + text, noNumber);
        }
        throw new PartException("a part holds a row with a score that is not finite: " + text);
    }

    /** The row in a table, with its line end. */
    String in(TableFormat format) {
        return format == TableFormat.VANILLA
                ? text + "\n"
                : PredictionTable.row(
                        sequenceId, PredictionLabel.of(othersScore, virusScore), othersScore, virusScore, format);
    }
}
