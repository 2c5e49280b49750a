package org.virnucpro.worker.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.virnucpro.common.cli.CommandException;
import org.virnucpro.common.cli.ExitCodes;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.models.HubCache;
import org.virnucpro.common.models.ModelFiles;
import org.virnucpro.common.models.ModelPart;
import org.virnucpro.common.models.ModelsDigest;
import org.virnucpro.common.models.ModelsException;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.common.models.ModelsLocation;
import org.virnucpro.worker.model.ModelOutline;
import org.virnucpro.worker.model.ModelOutlines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code virnucpro models inspect}: what a model is, after a check that it is complete. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = {
            "Checks that a model is complete and prints what it is: architecture, sizes, types, memory, operations per"
                    + " token, digest.",
            "PATH is a models folder (all three models), a model's folder or file, or a model of the Hugging Face cache."
        },
        footer = {
            "",
            "Examples:",
            "  virnucpro models inspect models",
            "  virnucpro models inspect zhihan1996/DNABERT-S --json",
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ModelsInspectCommand implements Callable<Integer> {

    private static final int[] CHUNK_SIZES = {500, 300};

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PATH|ID", description = "what to look at")
    private String path;

    @Option(names = "--json", description = "print one line of JSON per model")
    private boolean json;

    @Override
    public Integer call() {
        try {
            for (ModelFiles files : models(ModelsLocation.locate(path, HubCache.of(HostEnvironment.ofProcess())))) {
                ObjectNode model = describe(files, new ModelOutlines().open(files));
                spec.commandLine().getOut().println(json ? model.toString() : ModelText.of(model));
            }
            return ExitCodes.OK;
        } catch (ModelsException wrong) {
            throw new CommandException(ExitCodes.CONFIG, wrong.getMessage(), wrong);
        }
    }

    private static List<ModelFiles> models(Path path) {
        if (!Files.isDirectory(path.resolve(ModelPart.ESM2.folder()))) {
            ModelPart part = Files.exists(path.resolve("tokenizer.json")) ? ModelPart.DNABERT : ModelPart.ESM2;
            return List.of(ModelsFolder.embedding(part, path));
        }
        List<ModelFiles> models = new ArrayList<>();
        models.add(ModelsFolder.embedding(ModelPart.DNABERT, path.resolve(ModelPart.DNABERT.folder())));
        models.add(ModelsFolder.embedding(ModelPart.ESM2, path.resolve(ModelPart.ESM2.folder())));
        for (int size : CHUNK_SIZES) {
            try {
                ModelFiles classifier = ModelsFolder.classifier(path.resolve(ModelPart.CLASSIFIER.folder()), size);
                if (!models.contains(classifier)) {
                    models.add(classifier);
                }
            } catch (ModelsException otherSize) {
                if (size == CHUNK_SIZES[CHUNK_SIZES.length - 1] && models.size() == 2) {
                    throw otherSize;
                }
            }
        }
        return models;
    }

    private static ObjectNode describe(ModelFiles files, ModelOutline outline) {
        ObjectNode model = JsonNodeFactory.instance.objectNode();
        model.put("path", files.weights().toString());
        model.put("part", outline.part().folder());
        model.put("architecture", outline.architecture());
        outline.sizes().forEach(model::put);
        model.put("parameters", outline.parameters());
        ObjectNode numbers = model.putObject("stored_numbers");
        outline.storedNumbers().forEach(numbers::put);
        model.put("stored_bytes", outline.storedBytes());
        model.put("bytes_float32", outline.weightBytes(4));
        model.put("bytes_float16", outline.weightBytes(2));
        model.put("tokens", outline.cost().tokens());
        model.put("flops_per_token", outline.cost().flops());
        model.put("activation_bytes_per_token", outline.cost().activationBytes());
        ModelFiles found = new ModelFiles(outline.part(), files.folder(), files.weights());
        model.put("digest", ModelsDigest.of(found));
        return model;
    }
}
