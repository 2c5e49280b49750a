package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.coordinator.run.ManifestFile;
import org.virnucpro.coordinator.run.UnfinishedRun;
import org.virnucpro.coordinator.verify.ResultVerifier;
import org.virnucpro.coordinator.verify.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro verify}: whether results are still what the run published. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Checks the results of predict: digests of all files, their numbers, and, where the inputs are still there,"
                    + " that every record and every open frame of them is accounted for. Needs no Redis.",
            "",
            "Ends with 0 when all fits, 65 when something does not, 66 when there are no finished results."
        },
        footer = {"", "Examples:", "  virnucpro verify out", "  virnucpro verify --json out"})
public final class VerifyCommand implements Subcommand {

    @Parameters(paramLabel = "DIR", description = "Output folder of predict.")
    private Path output = Path.of("");

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        Verification found = verification();
        PrintWriter out = JsonOutput.writer(command);
        if (json) {
            out.println(JsonOutput.line(found.describe()));
        } else {
            found.problems().forEach(problem -> out.println("WRONG " + problem));
            found.notes().forEach(note -> out.println("note: " + note));
            out.println(String.format(
                    Locale.ROOT,
                    "run %s: %s; %,d files, %,d records, %,d rows, %,d parts, %,d inputs read again",
                    found.run(),
                    found.isOk() ? "all fits" : found.problems().size() + " things do not fit",
                    found.outputs(),
                    found.records(),
                    found.rows(),
                    found.parts(),
                    found.inputs()));
        }
        out.flush();
        return found.isOk() ? ExitCodes.OK : ExitCodes.BAD_INPUT;
    }

    private Verification verification() {
        try {
            Path folder = output.toRealPath();
            if (!Files.exists(folder.resolve(ManifestFile.NAME))) {
                throw new CommandException(
                        ExitCodes.NO_INPUT,
                        folder + " holds no finished results: no run.json"
                                + (UnfinishedRun.folders(folder).isEmpty()
                                        ? ""
                                        : "; a run was stopped there, go on with `virnucpro predict ... --resume`"));
            }
            return new ResultVerifier(folder).verify();
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.NO_INPUT, "cannot read the results in " + output + ": " + failure, failure);
        }
    }
}
