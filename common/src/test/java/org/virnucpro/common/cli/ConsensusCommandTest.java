package org.virnucpro.common.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.testkit.RepositoryFiles;
import picocli.CommandLine;

final class ConsensusCommandTest {

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void consensus_of_a_table_is_written() {
        Path golden = RepositoryFiles.golden("consensus_ties");
        Path csv = folder.resolve("new/out.csv");
        assertThat(run(golden.resolve("prediction_results.txt"), csv)).isZero();
        assertThat(csv).hasSameBinaryContentAs(golden.resolve("prediction_results_highestscore.csv"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void malformed_table_is_bad_input_and_leaves_no_file() throws IOException {
        Path table = folder.resolve("table.txt");
        Files.writeString(table, "Sequence_ID\tPrediction\tscore1\tscore2\nxF1\tvirus\t0.5\n");
        Path csv = folder.resolve("out.csv");
        assertThat(run(table, csv)).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(err.toString()).contains("table.txt line 2: it has 3 columns instead of 4");
        assertThat(csv).doesNotExist();
    }

    @Test
    void missing_table_and_unwritable_output_have_their_codes() throws IOException {
        assertThat(run(folder.resolve("none.txt"), folder.resolve("out.csv"))).isEqualTo(ExitCodes.NO_INPUT);
        Path golden = RepositoryFiles.golden("consensus_ties/prediction_results.txt");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(run(golden, file.resolve("out.csv"))).isEqualTo(ExitCodes.CANNOT_CREATE);
        assertThat(err.toString()).contains("none.txt does not exist").contains("cannot write " + file);
    }

    private int run(Path table, Path csv) {
        CommandLine commandLine = VirNucProMain.commandLine();
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute("consensus", table.toString(), "-o", csv.toString());
    }
}
