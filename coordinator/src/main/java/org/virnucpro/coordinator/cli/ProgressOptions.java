package org.virnucpro.coordinator.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnucpro.coordinator.run.RunListener;
import org.virnucpro.coordinator.terminal.ProgressLines;
import org.virnucpro.coordinator.terminal.ProgressTable;
import org.virnucpro.coordinator.terminal.TerminalSize;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How progress is shown. */
final class ProgressOptions {

    /** The ways to show it. */
    enum Progress {
        auto,
        table,
        plain,
        none
    }

    @Option(
            names = "--progress",
            paramLabel = "auto|table|plain|none",
            defaultValue = "auto",
            description = "A live table, plain lines, or nothing, on standard error. Default: a table on a terminal.")
    private Progress progress = Progress.auto;

    @Option(names = "--no-progress", description = "The same as --progress none.")
    private boolean noProgress;

    RunListener listener(@Nullable CommandSpec command) {
        PrintWriter err =
                Objects.requireNonNull(command, "picocli sets it").commandLine().getErr();
        return switch (noProgress ? Progress.none : progress) {
            case none -> new RunListener() {};
            case table -> table(command, err);
            case plain -> new ProgressLines(err);
            // the launcher knows whether standard error is a terminal, a JVM does not
            case auto -> Boolean.getBoolean("virnucpro.terminal") ? table(command, err) : new ProgressLines(err);
        };
    }

    private static RunListener table(@Nullable CommandSpec command, PrintWriter err) {
        Screens screens = Screens.of(command);
        return new ProgressTable(err, () -> screens.screenOf(TerminalSize.ofProcess()));
    }
}
