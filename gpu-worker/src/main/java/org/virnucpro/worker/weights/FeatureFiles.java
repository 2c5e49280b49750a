package org.virnucpro.worker.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.virnucpro.worker.weights.pickle.PickleException;

/** Reads the feature files that VirNucPro leaves behind: {@code output_N_merged.pt} and the two files it is made of. */
public final class FeatureFiles {

    private FeatureFiles() {}

    /**
     * Reads all rows; takes about as much memory as the file has bytes, for a DNABERT file three times that.
     *
     * @throws WeightsException when the file is missing, damaged, or none of the three kinds
     */
    public static FeatureRows read(Path file) {
        String name = file.toString();
        if (!Files.isRegularFile(file)) {
            throw new WeightsException(name + ": no such file");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return TorchZip.features(name, zip);
        } catch (PickleException e) {
            throw new WeightsException(name + ": " + e.getMessage(), e);
        } catch (ZipException e) {
            throw new WeightsException(
                    name + ": damaged, or not written by torch.save of PyTorch 1.6 or newer: " + e.getMessage(), e);
        } catch (IOException | UncheckedIOException e) {
            throw new WeightsException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
