package org.virnucpro.common.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro completion}: a script that lets the shell complete commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script that completes commands and options of virnucpro in the shell.",
        footer = {
            "",
            "Examples:",
            "  source <(virnucpro completion bash)",
            "  virnucpro completion bash > ~/.local/share/bash-completion/completions/virnucpro",
            "  virnucpro completion zsh > ~/.virnucpro-completion.zsh",
            "",
            "In zsh, `source` that file in ~/.zshrc.",
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class CompletionCommand implements Subcommand {

    /** Shells that the script serves. */
    enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "bash|zsh", description = "Your shell; one script serves both.")
    @SuppressWarnings("UnusedVariable") // picocli refuses other words
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("virnucpro", spec.root().commandLine()));
        out.flush();
        return ExitCodes.OK;
    }
}
