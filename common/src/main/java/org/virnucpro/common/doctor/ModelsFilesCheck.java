package org.virnucpro.common.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import org.virnucpro.common.models.ModelsCheck;
import org.virnucpro.common.models.ModelsException;
import org.virnucpro.common.models.ModelsFolder;
import org.virnucpro.common.models.ModelsLocation;

/** Are the models there, whole, and made for each other. */
public final class ModelsFilesCheck implements DoctorCheck {

    private static final int[] CHUNK_SIZES = {300, 500};

    @Override
    public Section section() {
        return Section.MODELS;
    }

    @Override
    public String name() {
        return "models";
    }

    @Override
    public List<Finding> look(DoctorQuestion question) {
        return question.models()
                .map(models -> look(models, question.needs("process")))
                .orElseGet(
                        () -> List.of(Finding.skip("models", "no models were looked at", "name them: --models DIR")));
    }

    private static List<Finding> look(ModelsLocation models, boolean classifierOnly) {
        List<Finding> findings = new ArrayList<>();
        boolean any = false;
        String reason = "";
        for (int size : CHUNK_SIZES) {
            try {
                ModelsFolder folder = models.resolve(size);
                for (ModelsCheck check : ServiceLoader.load(ModelsCheck.class)) {
                    if (classifierOnly) {
                        check.checkClassifier(folder.classifier());
                    } else {
                        check.check(folder);
                    }
                }
                any = true;
                findings.add(
                        Finding.ok("models." + size, describe(size, folder)).with("bytes", folder.bytes()));
            } catch (ModelsException unusable) {
                reason = String.valueOf(unusable.getMessage());
                findings.add(Finding.skip("models." + size, "chunks of " + size + " bases: " + reason, ""));
            }
        }
        return any
                ? findings
                : List.of(
                        Finding.fail(
                                "models",
                                reason,
                                "virnucpro models inspect DIR says what is in a folder; docs/migrating.md where models come from"));
    }

    private static String describe(int size, ModelsFolder folder) {
        return String.format(
                Locale.ROOT,
                "chunks of %d bases: %s, %s, %s fit together, %,.1f MB",
                size,
                folder.dnabert().weights(),
                folder.esm2().weights(),
                folder.classifier().weights(),
                folder.bytes() / 1e6);
    }
}
