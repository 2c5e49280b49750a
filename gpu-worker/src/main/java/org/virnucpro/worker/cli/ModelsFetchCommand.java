package org.virnucpro.worker.cli;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.models.HubCache;
import org.virnucpro.common.models.HubId;
import org.virnucpro.worker.hub.HubDownload;
import org.virnucpro.worker.hub.HubException;
import org.virnucpro.worker.predict.Pause;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro models fetch}: a model of the Hugging Face hub into the local cache. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = {
            "Downloads a model into the cache of the Hugging Face libraries (HF_HUB_CACHE, HF_HOME, or"
                    + " ~/.cache/huggingface/hub) and prints its folder.",
            "What an earlier try got is kept and checked; every file is compared with its digest. For a model that needs"
                    + " a token, set HF_TOKEN."
        },
        footer = {"", "Examples:", "  virnucpro models fetch zhihan1996/DNABERT-S"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsFetchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "ORG/NAME, or ORG/NAME@REVISION for a branch, tag or commit")
    private String id;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "the hub or a mirror of it; default: $HF_ENDPOINT, or https://huggingface.co")
    private @Nullable URI base;

    @Override
    public Integer call() {
        HostEnvironment host = HostEnvironment.ofProcess();
        HubId model = HubId.parse(id)
                .orElseThrow(() -> new CommandException(
                        ExitCodes.USAGE, id + ": not the id of a model; expected ORG/NAME, as zhihan1996/DNABERT-S"));
        URI hub = base == null ? URI.create(host.variable("HF_ENDPOINT").orElse("https://huggingface.co")) : base;
        String token = host.variable("HF_TOKEN").orElse(null);
        try {
            HubDownload download = new HubDownload(
                    hub,
                    token,
                    HubCache.of(host),
                    Pause.real()::pause,
                    line -> spec.commandLine().getErr().println(line));
            Path folder = download.fetch(model);
            spec.commandLine().getOut().println(folder);
            return ExitCodes.OK;
        } catch (HubException failure) {
            throw new CommandException(
                    failure.isPassing() ? ExitCodes.TEMPORARY : ExitCodes.NO_INPUT, failure.getMessage(), failure);
        } catch (UncheckedIOException failure) {
            throw new CommandException(ExitCodes.CANNOT_CREATE, failure.getMessage(), failure);
        }
    }
}
