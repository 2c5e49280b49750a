package org.virnucpro.worker.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.virnucpro.common.cli.VirNucProMain;
import picocli.CommandLine;

/** A command line run in this process, with the commands of all modules. */
record CommandRun(int exitCode, String out, String err) {

    static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = VirNucProMain.commandLine();
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = commandLine.execute(arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
