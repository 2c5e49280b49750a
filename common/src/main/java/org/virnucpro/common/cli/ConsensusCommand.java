package org.virnucpro.common.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnucpro.common.file.AtomicFile;
import org.virnucpro.common.file.Folders;
import org.virnucpro.common.table.ConsensusTable;
import org.virnucpro.common.table.PredictionRow;
import org.virnucpro.common.table.PredictionTableReader;
import org.virnucpro.common.table.TableException;
import org.virnucpro.common.table.TableFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnucpro consensus}: from the scores of frames to one verdict per chunk. */
@Command(
        name = "consensus",
        mixinStandardHelpOptions = true,
        description =
                "Makes prediction_results_highestscore.csv from prediction_results.txt, with the bytes of VirNucPro.",
        footer = {
            "",
            "Examples:",
            "  virnucpro consensus out/contigs_merged/prediction_results.txt -o prediction_results_highestscore.csv",
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ConsensusCommand implements Subcommand {

    @Parameters(paramLabel = "prediction_results.txt", description = "table with one row per open frame")
    private Path table;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT.csv",
            description = "file to write; its folder is created when it does not exist")
    private Path output;

    @Option(
            names = "--compat",
            paramLabel = "vanilla|broad",
            defaultValue = "vanilla",
            converter = TableFormatOption.class,
            description = "whose table is read and written: VirNucPro's or its Broad fork's; default: ${DEFAULT-VALUE}")
    private TableFormat compat;

    @Override
    public Integer call() {
        ConsensusTable consensus = read();
        write(consensus);
        return ExitCodes.OK;
    }

    private ConsensusTable read() {
        ConsensusTable consensus = compat.consensus();
        try (InputStream in = Files.newInputStream(table);
                PredictionTableReader reader = new PredictionTableReader(in, table.toString(), compat)) {
            for (PredictionRow row = reader.next(); row != null; row = reader.next()) {
                consensus.add(row.sequenceId(), row.othersScore(), row.virusScore());
            }
            return consensus;
        } catch (TableException e) {
            throw new CommandException(ExitCodes.BAD_INPUT, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CommandException(ExitCodes.NO_INPUT, "cannot read " + table + ": " + FileProblem.reason(e), e);
        }
    }

    private void write(ConsensusTable consensus) {
        try {
            Folders.createParent(output);
            try (AtomicFile file = AtomicFile.create(output)) {
                consensus.writeTo(file.stream());
                file.commit();
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE,
                    "cannot write " + output + ": " + FileProblem.reason(e) + "; name another -o",
                    e);
        }
    }
}
