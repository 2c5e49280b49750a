package org.virnucpro.common.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.virnucpro.common.doctor.Finding;
import org.virnucpro.common.doctor.Level;
import org.virnucpro.common.doctor.Section;

/** Findings for a person. */
final class DoctorText {

    private DoctorText() {}

    static List<String> lines(Map<Section, List<Finding>> found) {
        List<String> lines = new ArrayList<>();
        found.forEach((section, findings) -> {
            lines.add(section.text());
            for (Finding finding : findings) {
                lines.add(String.format("  %-4s  %s", finding.level().text(), finding.message()));
                if (!finding.advice().isEmpty()) {
                    lines.add("        -> " + finding.advice());
                }
            }
        });
        lines.add(String.format("%d failed, %d warnings", count(found, Level.FAIL), count(found, Level.WARN)));
        return lines;
    }

    /** The worst level; ok when all was skipped. */
    static Level worst(Map<Section, List<Finding>> found) {
        return found.values().stream()
                .flatMap(List::stream)
                .map(Finding::level)
                .max(Comparator.naturalOrder())
                .filter(level -> level != Level.SKIP)
                .orElse(Level.OK);
    }

    private static long count(Map<Section, List<Finding>> found, Level level) {
        return found.values().stream()
                .flatMap(List::stream)
                .filter(finding -> finding.level() == level)
                .count();
    }
}
