package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.common.file.AtomicFile;
import org.virnucpro.common.file.Folders;
import org.virnucpro.coordinator.page.ReportHtml;
import org.virnucpro.coordinator.timeline.TimelineJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro report}: the page of a run as one file. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes one HTML file that shows how a run went: who did what when, who stole from whom, queues, throughput,"
                    + " failures.",
            "The file needs no server and no network."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro report out",
            "  virnucpro report out -o run.html",
        })
public final class ReportCommand implements Subcommand {

    private static final String FILE_NAME = "report.html";

    @Parameters(paramLabel = "DIR", description = "Folder of results, or an events.jsonl.")
    private Path recording = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.html",
            description = "File to write. Default: " + FILE_NAME + " beside the events.jsonl.")
    private @Nullable Path output;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        RecordingSource source = RecordingSource.of(recording);
        byte[] html = ReportHtml.of(TimelineJson.bytes(source.read().timeline(), source.context()));
        Path target = output == null ? source.events().resolveSibling(FILE_NAME) : output;
        try {
            Folders.createParent(target);
            try (AtomicFile file = AtomicFile.create(target)) {
                file.stream().write(html);
                file.commit();
            }
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE, "cannot write " + target + ": " + failure + "; name another -o", failure);
        }
        JsonOutput.writer(command).printf(Locale.ROOT, "%s, %,d kB%n", target, html.length / 1000);
        JsonOutput.writer(command).flush();
        return ExitCodes.OK;
    }
}
