package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.file.AtomicFile;
import org.virnucpro.common.file.Folders;
import org.virnucpro.common.table.PredictionTableReader;
import org.virnucpro.common.table.TableException;
import org.virnucpro.coordinator.plot.Figure;
import org.virnucpro.coordinator.plot.FigureSvg;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code virnucpro plot}: the scores along the first records of a table. */
@Command(
        name = "plot",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Draws the scores along the first records of a prediction_results.txt, as VirNucPro's drew_fig.py does, as SVG.",
            "A line per open frame at the higher one of its two scores, over its chunk: red is virus, dark blue is others."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro plot out/contigs_merged/prediction_results.txt",
            "  virnucpro plot out/contigs_merged/prediction_results.txt -l 300 --records 20 -o contigs.svg",
        })
public final class PlotCommand implements Subcommand {
    private static final Logger log = LoggerFactory.getLogger(PlotCommand.class);
    private static final String FILE_NAME = "prediction.svg";
    private static final int MOST_RECORDS = 1000;

    @Parameters(paramLabel = "prediction_results.txt", description = "Table with one row per open frame.")
    private Path table = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.svg",
            description = "File to write. Default: " + FILE_NAME + " beside the table.")
    private @Nullable Path output;

    @Option(
            names = {"-l", "--length"},
            paramLabel = "N",
            defaultValue = "500",
            description = "Chunk size in bases of the run. Default: ${DEFAULT-VALUE}, as VirNucPro assumes.")
    private int chunkSize;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "5",
            description = "Records to draw, the first ones of the table. Default: ${DEFAULT-VALUE}.")
    private int records;

    @Override
    public Integer call() {
        if (chunkSize < 1 || records < 1 || records > MOST_RECORDS) {
            throw new CommandException(
                    ExitCodes.USAGE, "-l must be at least 1, and --records from 1 to " + MOST_RECORDS);
        }
        Figure figure = read();
        if (figure.skippedRows() > 0) {
            log.warn("{}: {} rows are left out, their ids name no chunk and frame", table, figure.skippedRows());
        }
        write(figure, output == null ? table.resolveSibling(FILE_NAME) : output);
        return ExitCodes.OK;
    }

    private Figure read() {
        try (InputStream in = Files.newInputStream(table);
                PredictionTableReader rows = new PredictionTableReader(in, table.toString())) {
            return Figure.read(rows, records);
        } catch (TableException malformed) {
            throw new CommandException(ExitCodes.BAD_INPUT, String.valueOf(malformed.getMessage()), malformed);
        } catch (IOException failure) {
            throw new CommandException(ExitCodes.NO_INPUT, "cannot read " + table + ": " + failure, failure);
        }
    }

    private void write(Figure figure, Path target) {
        try {
            Folders.createParent(target);
            try (AtomicFile file = AtomicFile.create(target)) {
                FigureSvg.write(figure, chunkSize, file.stream());
                file.commit();
            }
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE, "cannot write " + target + ": " + failure + "; name another -o", failure);
        }
    }
}
