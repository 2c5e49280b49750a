package org.virnucpro.coordinator.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a check of published results found.
 *
 * @param run whose results
 * @param outputs files whose digests were compared
 * @param inputs inputs that were read again, record by record
 * @param records records in the tables
 * @param rows rows in the tables
 * @param parts parts that run.json names
 * @param problems what is wrong, each with the file; empty when the results are what they were
 * @param notes what could not be checked, and what else is in the folder
 */
public record Verification(
        String run,
        int outputs,
        int inputs,
        long records,
        long rows,
        int parts,
        List<String> problems,
        List<String> notes) {

    public Verification {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    public boolean isOk() {
        return problems.isEmpty();
    }

    /** For programs. */
    public Map<String, Object> describe() {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("run", run);
        described.put("ok", isOk());
        described.put("outputs", outputs);
        described.put("inputs", inputs);
        described.put("records", records);
        described.put("rows", rows);
        described.put("parts", parts);
        described.put("problems", problems);
        described.put("notes", notes);
        return described;
    }
}
