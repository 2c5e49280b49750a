package org.virnucpro.coordinator.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.cli.Subcommand;
import org.virnucpro.coordinator.demo.DemoInput;
import org.virnucpro.coordinator.demo.DemoModels;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code virnucpro demo}: the whole system on this machine, with made-up models and sequences. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the whole system on this machine with tiny random-weight models and generated sequences.",
        footer = {"", "Examples:", "  virnucpro demo"})
public final class DemoCommand implements Subcommand {

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            defaultValue = "virnucpro-demo",
            description = "Folder for input, models and results. Default: ${DEFAULT-VALUE}.")
    private Path folder = Path.of("virnucpro-demo");

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "3",
            description = "Worker processes. Default: ${DEFAULT-VALUE}.")
    private int workers = 3;

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        if (workers < 1) {
            throw new CommandException(ExitCodes.USAGE, "--workers " + workers + ": at least 1");
        }
        PrintWriter out = JsonOutput.writer(command);
        List<Path> inputs;
        try {
            Path input = Files.createDirectories(folder.resolve("input"));
            Files.createDirectories(folder.resolve("models"));
            new DemoModels().write(folder.resolve("models"));
            inputs = new DemoInput().write(input);
        } catch (IOException failure) {
            throw new CommandException(
                    ExitCodes.CANNOT_CREATE, "cannot write the demo into " + folder + ": " + failure.getMessage());
        }
        out.println("The models of this demo are tiny and their weights are random: the calls carry no meaning.");
        out.println("Its " + inputs.size() + " input files are generated, of deliberately unequal size.");
        if (workers > 1) {
            out.println("The plan is told that the first worker is 4 times as fast as the others, which is wrong:"
                    + " watch the others steal from it.");
        }
        List<String> arguments = new ArrayList<>();
        inputs.forEach(path -> arguments.add(path.toString()));
        arguments.addAll(List.of(
                "--models",
                folder.resolve("models").toString(),
                "--out",
                folder.resolve("results").toString(),
                "--length",
                "500",
                "--workers",
                Integer.toString(workers),
                "--overwrite",
                "--cost-file",
                "none",
                "--weights",
                "4" + ",1".repeat(workers - 1)));
        out.println("This is `virnucpro predict " + folder.resolve("input") + "/*.fa --models "
                + folder.resolve("models") + " --out " + folder.resolve("results") + " --workers " + workers + "`:");
        out.flush();
        CommandLine predict = new CommandLine(new PredictCommand());
        if (command != null) {
            predict.setOut(command.commandLine().getOut())
                    .setErr(command.commandLine().getErr())
                    .setExecutionExceptionHandler(command.commandLine().getExecutionExceptionHandler());
        }
        int code = predict.execute(arguments.toArray(String[]::new));
        if (code == ExitCodes.OK) {
            out.println(
                    "Remember: random weights. With real models, put them in a folder and run `virnucpro predict`.");
            out.flush();
        }
        return code;
    }
}
