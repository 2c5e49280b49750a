package org.virnucpro.common.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.config.Machine;
import org.virnucpro.common.doctor.Doctor;
import org.virnucpro.common.doctor.DoctorCheck;
import org.virnucpro.common.doctor.DoctorQuestion;
import org.virnucpro.common.doctor.Finding;
import org.virnucpro.common.doctor.Level;
import org.virnucpro.common.doctor.Section;
import org.virnucpro.common.time.Ticker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code virnucpro doctor}: what would go wrong, before it does. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Looks at this machine, its GPUs, engines, models, the broker and folders, and says what to do about what is"
                    + " wrong. Give it the options of the run or worker that is to work. Changes nothing.",
            "",
            "Each line is ok, warn (it works, but slower or less safely), fail (what needs it fails) or skip (not asked"
                    + " for). Ends with 0 when nothing fails, else with the code with which a run would end: 69 broker, 73"
                    + " folder, 78 everything else."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro doctor",
            "  virnucpro doctor --engine cuda --models models -o /data/out",
            "  virnucpro doctor --redis redis://head:6379 --redis-password-file pw --json",
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class DoctorCommand implements Subcommand {

    @Option(
            names = "--engine",
            paramLabel = "cpu|cuda|process",
            description = "The engine that must work; without it each is looked at, and none has to.")
    private @Nullable String engine;

    @Mixin
    private ModelsOptions models = new ModelsOptions();

    @Option(
            names = {"-o", "--out", "--output-dir"},
            paramLabel = "DIR",
            description = "Folder for results, or a data root; may be repeated.")
    private List<Path> folders = new ArrayList<>();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private GpuWeightOptions weights = new GpuWeightOptions();

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        DoctorQuestion question = new DoctorQuestion(
                HostEnvironment.ofProcess(),
                Optional.ofNullable(engine),
                broker.broker(),
                models.isEmpty() ? Optional.empty() : Optional.of(models.location()),
                folders,
                weights.table(),
                Ticker.system());
        List<DoctorCheck> checks = new ArrayList<>();
        ServiceLoader.load(DoctorCheck.class).forEach(checks::add);
        Map<Section, List<Finding>> found = new Doctor(checks).look(question);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(json(found));
        } else {
            DoctorText.lines(found).forEach(out::println);
        }
        out.flush();
        return exitCode(found);
    }

    static int exitCode(Map<Section, List<Finding>> found) {
        for (Map.Entry<Section, List<Finding>> section : found.entrySet()) {
            if (section.getValue().stream().anyMatch(finding -> finding.level() == Level.FAIL)) {
                return switch (section.getKey()) {
                    case BROKER -> ExitCodes.UNAVAILABLE;
                    case DISK -> ExitCodes.CANNOT_CREATE;
                    case MACHINE, GPU, ENGINE, MODELS -> ExitCodes.CONFIG;
                };
            }
        }
        return ExitCodes.OK;
    }

    private static String json(Map<Section, List<Finding>> found) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("status", DoctorText.worst(found).text());
        report.put("version", BuildVersion.number());
        report.put("commit", BuildVersion.commit());
        report.put("host", Machine.local().host());
        List<Object> findings = new ArrayList<>();
        found.forEach((section, list) -> list.forEach(finding -> findings.add(finding.describe(section))));
        report.put("findings", findings);
        try {
            return new ObjectMapper().writeValueAsString(report);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("plain values did not become JSON", impossible);
        }
    }
}
