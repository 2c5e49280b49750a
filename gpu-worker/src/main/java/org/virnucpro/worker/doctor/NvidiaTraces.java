package org.virnucpro.worker.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux itself knows of NVIDIA cards, without their driver: tells a host without a card from one without a driver.
 *
 * @param cards on the PCI bus that can draw or compute
 * @param deviceFiles whether the driver's device files are there
 */
record NvidiaTraces(int cards, boolean deviceFiles) {

    private static final String NVIDIA = "0x10de";
    private static final String DISPLAY_CLASS = "0x03";

    /** Looks below a root folder: {@code /}, but for tests. */
    static NvidiaTraces below(Path root) {
        return new NvidiaTraces(
                cards(root.resolve("sys/bus/pci/devices")), Files.exists(root.resolve("dev/nvidiactl")));
    }

    private static int cards(Path devices) {
        int cards = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(devices)) {
            for (Path device : all) {
                if (text(device.resolve("vendor")).equals(NVIDIA)
                        && text(device.resolve("class")).startsWith(DISPLAY_CLASS)) {
                    cards++;
                }
            }
        } catch (IOException noBus) {
            return cards;
        }
        return cards;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            return "";
        }
    }
}
