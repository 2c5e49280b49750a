package org.virnucpro.coordinator.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The relative speed of graphics cards by the name that NVML reports; RTX 3090 = 1. A start for the plan: workers are measured
 * while they work.
 *
 * <p>Nine weights are those that the planning document gives. The others are scaled from them by published dense fp16 tensor
 * rates in TFLOPS (half of the "with sparsity" figures), each within the nearest architecture:
 *
 * <ul>
 *   <li>from H100 PCIe (756, weight 2.50): H100 SXM 989, H200 SXM 989, B200 2,250 (NVIDIA H100, H200 and DGX B200 data sheets)
 *   <li>from A100 PCIe (312, weight 1.20): A100 SXM 312 (NVIDIA A100 data sheet)
 *   <li>from RTX 4090 (330, weight 1.50): L40S 362, L4 121 (their data sheets), RTX 5090 419 (NVIDIA Ada and RTX Blackwell
 *       architecture papers). The rate of the GeForce cards is the one with fp16 accumulation; they halve it for fp32.
 *   <li>from RTX 3090 (142, weight 1): A10 125 (its data sheet; NVIDIA GA102 architecture paper), in the same sense
 * </ul>
 *
 * Not thread-safe.
 */
public final class GpuWeights {

    private static final Logger log = LoggerFactory.getLogger(GpuWeights.class);

    private static final double UNKNOWN = 1;
    private static final double H100_PCIE = 2.50;
    private static final double RTX_4090 = 1.50;

    private record Entry(Pattern name, double weight) {}

    private static final List<Entry> TABLE = List.of(
            card("GeForce RTX 3080", 0.90),
            card("GeForce RTX 3090", 1.00),
            card("GeForce RTX 4080", 1.35),
            card("GeForce RTX 4090", RTX_4090),
            card("RTX A6000", 1.10),
            card("A100.PCIE.[0-9]+GB|A100 [0-9]+GB PCIe", 1.20),
            card("H100 PCIe", H100_PCIE),
            card("V100.PCIE.[0-9]+GB", 0.75),
            card("V100.SXM2.[0-9]+GB", 0.80),
            card("H100 80GB HBM3|H100.SXM5?.[0-9]+GB", H100_PCIE * 989 / 756),
            card("H200", H100_PCIE * 989 / 756),
            card("B200", H100_PCIE * 2250 / 756),
            card("A100.SXM4.[0-9]+GB", 1.20 * 312 / 312),
            card("GeForce RTX 5090", RTX_4090 * 419 / 330),
            card("L40S", RTX_4090 * 362 / 330),
            card("L4", RTX_4090 * 121 / 330),
            card("A10", 1.00 * 125 / 142));

    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> warned = new HashSet<>();

    /**
     * @param overrides weights by name, which come before the table; case does not matter
     */
    public GpuWeights(Map<String, Double> overrides) {
        overrides.forEach((name, weight) -> {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("weight " + weight + " of GPU '" + name + "' is not positive");
            }
            entries.add(card(Pattern.quote(bare(name)), weight));
        });
        entries.addAll(TABLE);
    }

    /**
     * Reads overrides as they are written on a command line.
     *
     * @param assignments each {@code NAME=W}; the name may contain spaces
     * @throws IllegalArgumentException when one is not of that form
     */
    public static GpuWeights withOverrides(List<String> assignments) {
        Map<String, Double> overrides = new LinkedHashMap<>();
        for (String assignment : assignments) {
            int split = assignment.lastIndexOf('=');
            try {
                overrides.put(
                        assignment.substring(0, Math.max(0, split)),
                        Double.parseDouble(assignment.substring(split + 1)));
            } catch (NumberFormatException malformed) {
                split = 0;
            }
            if (split <= 0) {
                throw new IllegalArgumentException("'" + assignment
                        + "' is not NAME=W, a GPU's name as nvidia-smi shows it and its speed, 1 for an RTX 3090");
            }
        }
        return new GpuWeights(overrides);
    }

    /** The weight of a card; 1 for one that is not known, with one warning for each such name. */
    public double of(String nvmlName) {
        String name = bare(nvmlName);
        for (Entry entry : entries) {
            if (entry.name().matcher(name).matches()) {
                return entry.weight();
            }
        }
        if (warned.add(name)) {
            log.warn(
                    "the speed of GPU '{}' is not known; the plan counts it as an RTX 3090 (--gpu-weight \"{}=W\" says"
                            + " better) until it is measured",
                    nvmlName,
                    nvmlName);
        }
        return UNKNOWN;
    }

    private static Entry card(String name, double weight) {
        return new Entry(Pattern.compile(name, Pattern.CASE_INSENSITIVE), weight);
    }

    /** Drivers differ in the brand that they put before the name. */
    private static String bare(String name) {
        String bare = name.trim();
        for (String brand : List.of("NVIDIA ", "Tesla ")) {
            if (bare.toUpperCase(Locale.ROOT).startsWith(brand.toUpperCase(Locale.ROOT))) {
                bare = bare.substring(brand.length()).trim();
            }
        }
        return bare;
    }
}
