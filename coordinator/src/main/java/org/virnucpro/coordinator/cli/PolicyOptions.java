package org.virnucpro.coordinator.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.steal.StealSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a rehearsed, simulated or replayed run is scheduled, and how that is shown. */
final class PolicyOptions {

    @Option(
            names = "--policy",
            paramLabel = "none|threshold|adaptive",
            converter = PolicyOption.Converter.class,
            description = "How idle workers steal. Default: adaptive; replay: as recorded.")
    private @Nullable PolicyOption policy;

    @Mixin
    private StealRuleOptions rule = new StealRuleOptions();

    @Option(names = "--json", description = "One JSON object on one line, with every task.")
    private boolean json;

    /** These settings, with what the command line says instead. */
    StealSettings over(StealSettings usual) {
        StealSettings settings = rule.over(usual);
        return policy == null ? settings : policy.apply(settings);
    }

    void print(BalanceReport report, @Nullable CommandSpec command) {
        print(report.fields(), report.text(), command);
    }

    void print(Map<String, Object> fields, String text, @Nullable CommandSpec command) {
        PrintWriter out = JsonOutput.writer(command);
        out.println(json ? JsonOutput.line(fields) : text);
        out.flush();
    }
}
