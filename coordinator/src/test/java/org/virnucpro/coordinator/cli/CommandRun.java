package org.virnucpro.coordinator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.virnucpro.common.cli.CommandException;
import picocli.CommandLine;

/** A command as the command line runs it, with what it wrote. */
record CommandRun(int exitCode, String out, String err) {

    static CommandRun of(Object command, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    if (exception instanceof CommandException expected) {
                        line.getErr().println(expected.getMessage());
                        return expected.exitCode();
                    }
                    throw exception;
                })
                .execute(arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }

    /** The only line of the output. */
    JsonNode json() throws IOException {
        if (out.lines().count() != 1) {
            throw new AssertionError("not one line: " + out + err);
        }
        return new ObjectMapper().readTree(out);
    }
}
