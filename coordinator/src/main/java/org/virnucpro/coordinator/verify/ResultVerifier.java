package org.virnucpro.coordinator.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.virnucpro.common.sequence.FailedRecords;
import org.virnucpro.common.table.PredictionTable;
import org.virnucpro.coordinator.run.InputDigests;
import org.virnucpro.coordinator.run.ManifestFile;
import org.virnucpro.coordinator.run.RunFolders;
import org.virnucpro.coordinator.run.UnfinishedRun;

/**
 * Checks an output folder against its run.json: digests of all files, the numbers of the proof against the tables, and, when
 * the inputs are still there, every record and open frame of them. To be used once; confined to one thread.
 */
public final class ResultVerifier {

    private static final String RESULTS = "_merged";

    private final Path output;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<Path> named = new HashSet<>();
    private final TableCounts counts = new TableCounts();
    private int inputs;
    /** Without results: each has one line in failed.tsv. */
    private int faultyInputs;

    public ResultVerifier(Path output) {
        this.output = output;
    }

    /**
     * Checks everything.
     *
     * @throws IOException when there is no run.json that can be read
     */
    public Verification verify() throws IOException {
        Path file = output.resolve(ManifestFile.NAME);
        boolean intact = ManifestFile.isIntact(file);
        if (!intact) {
            problems.add(file + ": altered since the run, its own digest does not fit");
        }
        JsonNode manifest = manifest(file, intact);
        manifest.path("outputs").forEach(this::checkOutput);
        for (JsonNode input : manifest.path("inputs")) {
            if (input.has("fault")) {
                faultyInputs++;
                notes.add("no results of the input " + input.path("stem").asText() + ": "
                        + input.path("fault").asText());
            } else {
                checkInput(input, manifest);
            }
        }
        checkNumbers(manifest);
        noteOthers();
        return new Verification(
                manifest.path("run").asText(),
                named.size(),
                inputs,
                counts.records(),
                counts.rows(),
                manifest.path("parts").size(),
                problems,
                notes);
    }

    /** One that is damaged may be no JSON any more, and says nothing then. */
    private static JsonNode manifest(Path file, boolean intact) throws IOException {
        try {
            return ManifestFile.read(file);
        } catch (IOException unreadable) {
            if (intact) {
                throw unreadable;
            }
            return MissingNode.getInstance();
        }
    }

    private void checkOutput(JsonNode named) {
        Path file = output.resolve(named.path("path").asText()).normalize();
        if (!file.startsWith(output)) {
            problems.add(file + ": run.json names a file outside of the folder");
            return;
        }
        this.named.add(file);
        try {
            if (!Files.isRegularFile(file)) {
                problems.add(file + ": missing");
            } else if (Files.size(file) != named.path("bytes").asLong()) {
                problems.add(file + ": has " + Files.size(file) + " bytes, "
                        + named.path("bytes").asLong() + " were published");
            } else if (!InputDigests.of(file).equals(named.path("sha256").asText())) {
                problems.add(file + ": altered since the run, its sha256 is another one");
            }
        } catch (IOException unreadable) {
            problems.add(file + ": cannot be read: " + unreadable.getMessage());
        }
    }

    private void checkInput(JsonNode input, JsonNode manifest) {
        String stem = input.path("stem").asText();
        Path folder = output.resolve(stem + RESULTS);
        Path scores = folder.resolve(stem + "_scores.tsv");
        Path predictions = folder.resolve(PredictionTable.FILE_NAME);
        try {
            counts.add(scores, predictions);
            Path file = Path.of(input.path("file").asText());
            if (file.toString().isEmpty() || !Files.isRegularFile(file)) {
                notes.add("input "
                        + (file.toString().isEmpty() ? input.path("path").asText() : file)
                        + " is not there any more: its records were not compared");
            } else if (!InputDigests.of(file).equals(input.path("sha256").asText())) {
                problems.add("input " + file + ": not the file that was predicted, its sha256 is another one");
            } else {
                inputs++;
                new InputAccount(file, manifest.path("chunk_size").asInt())
                        .compare(scores, predictions)
                        .ifPresent(problems::add);
            }
        } catch (IOException | RuntimeException unreadable) {
            problems.add(folder + ": cannot be compared with its input: " + unreadable.getMessage());
        }
    }

    private void checkNumbers(JsonNode manifest) {
        JsonNode proof = manifest.path("proof");
        same("records", proof.path("records_in"), counts.records());
        same("records with rows", proof.path("records_with_rows"), counts.withRows());
        same("records without an open frame", proof.path("records_without_open_frame"), counts.withoutFrame());
        same("failed records", proof.path("records_failed"), counts.failed());
        same("rows", proof.path("rows_out"), counts.rows());
        same("open frames", proof.path("frames_in"), counts.rows() + number(proof, "frames_of_failed_records"));
        Set<Integer> tasks = new HashSet<>();
        long rows = 0;
        for (JsonNode part : manifest.path("parts")) {
            rows += number(part, "rows");
            if (!tasks.add(part.path("task").asInt(-1))) {
                problems.add("run.json: task " + part.path("task") + " has two parts");
            }
        }
        same("parts", proof.path("parts"), tasks.size());
        if (rows != counts.rows()) {
            problems.add("run.json: its parts have " + rows + " rows, the tables " + counts.rows());
        }
        Path failed = output.resolve(FailedRecords.FILE_NAME);
        try {
            same("failed records", proof.path("records_failed"), TableCounts.lines(failed) - faultyInputs);
        } catch (IOException unreadable) {
            problems.add(failed + ": cannot be read: " + unreadable.getMessage());
        }
    }

    private void same(String what, JsonNode stated, long counted) {
        if (!stated.isIntegralNumber() || stated.asLong() != counted) {
            problems.add("run.json states " + stated + " " + what + ", the results have " + counted);
        }
    }

    private static long number(JsonNode node, String field) {
        return node.path(field).asLong();
    }

    private void noteOthers() throws IOException {
        try (Stream<Path> folders = Files.list(output)) {
            for (Path folder : folders.filter(Files::isDirectory)
                    .filter(path -> path.getFileName().toString().endsWith(RESULTS))
                    .sorted()
                    .toList()) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(file -> !named.contains(file.normalize()))
                            .sorted()
                            .forEach(file -> notes.add(file + " is not of this run"));
                }
            }
        }
        for (RunFolders stopped : UnfinishedRun.folders(output)) {
            notes.add(stopped.work() + " is of another run, which has published nothing yet");
        }
    }
}
