package org.virnucpro.common.cli;

import java.util.ArrayList;
import java.util.List;
import org.virnucpro.common.device.GpuWeights;
import picocli.CommandLine.Option;

/** How fast a command believes graphics cards to be before their tasks have shown it. */
public final class GpuWeightOptions {

    @Option(
            names = "--gpu-weight",
            paramLabel = "NAME=W",
            description = "Speed of a kind of graphics card relative to a GeForce RTX 3090, in place of the built-in"
                    + " table or for a card that it does not know; NAME as nvidia-smi says it. May be repeated.")
    private List<String> given = new ArrayList<>();

    @Option(
            names = "--gpu-weighted",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Give faster cards more work from the beginning, by the table of cards. On by default;"
                    + " --no-gpu-weighted: all are taken to be equal until their tasks show otherwise.")
    private boolean weighted = true;

    /** Whether cards differ at all. */
    public boolean weighted() {
        return weighted;
    }

    /**
     * The built-in table with what was given.
     *
     * @throws CommandException when an option is malformed
     */
    public GpuWeights table() {
        GpuWeights table = GpuWeights.standard();
        for (String entry : given) {
            int equals = entry.lastIndexOf('=');
            try {
                if (equals < 0) {
                    throw new IllegalArgumentException("there is no '='");
                }
                table = table.with(entry.substring(0, equals).strip(), number(entry.substring(equals + 1)));
            } catch (IllegalArgumentException wrong) {
                throw new CommandException(
                        ExitCodes.USAGE,
                        "--gpu-weight '" + entry + "': " + wrong.getMessage() + "; write it like 'RTX 3080 Ti=0.95'",
                        wrong);
            }
        }
        return table;
    }

    /** The same options for another command; checked. */
    public List<String> arguments() {
        table();
        List<String> arguments = new ArrayList<>();
        given.forEach(entry -> arguments.addAll(List.of("--gpu-weight", entry)));
        if (!weighted) {
            arguments.add("--no-gpu-weighted");
        }
        return arguments;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("'" + text + "' is not a number", malformed);
        }
    }
}
