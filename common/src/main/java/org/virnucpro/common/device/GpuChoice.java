package org.virnucpro.common.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.virnucpro.common.config.HostEnvironment;

/**
 * Finds graphics cards by what a person says: {@code all}, numbers, UUIDs or their beginnings. Only among the cards that
 * CUDA_VISIBLE_DEVICES leaves: a scheduler such as Slurm gives a job its cards with it. Immutable.
 */
public final class GpuChoice {

    /** The variable by which CUDA hides cards from a program. */
    public static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

    private static final String ALL = "all";
    private static final String NUMBER = "[0-9]{1,4}";

    private static final String UUID = "(GPU|MIG)-[A-Za-z0-9-]+";

    private final List<Gpu> visible;
    private final Optional<GpuException> unlisted;

    private GpuChoice(List<Gpu> visible, Optional<GpuException> unlisted) {
        this.visible = List.copyOf(visible);
        this.unlisted = unlisted;
    }

    /** Among the cards of this host; where they cannot be listed, by whole UUIDs only, which are believed. */
    public static GpuChoice ofHost(HostEnvironment environment) {
        try {
            GpuInventory.Listing found = GpuInventory.list(environment);
            return among(found.gpus(), found.visibleOnly() ? Map.of() : environment.variables());
        } catch (GpuException unable) {
            return unlisted(unable);
        }
    }

    static GpuChoice unlisted(GpuException reason) {
        return new GpuChoice(List.of(), Optional.of(reason));
    }

    /**
     * Among these cards, as far as the environment leaves them.
     *
     * @param present all cards, in the order of their PCI addresses, which is how numbers are meant
     */
    public static GpuChoice among(List<Gpu> present, Map<String, String> environment) {
        return new GpuChoice(
                Optional.ofNullable(environment.get(VISIBLE))
                        .map(list -> visible(list, present))
                        .orElse(present),
                Optional.empty());
    }

    /** The cards to choose from, in the order of CUDA_VISIBLE_DEVICES; none where they cannot be listed. */
    public List<Gpu> visible() {
        return visible;
    }

    /**
     * One card.
     *
     * @param text its number among the visible cards, its UUID, or a beginning of that which no other card has
     * @throws GpuException when there is none, naming those that are there
     */
    public Gpu one(String text) {
        if (unlisted.isPresent()) {
            return believed(text);
        }
        List<Gpu> matching = text.matches(NUMBER) ? numbered(text) : named(text, visible);
        if (matching.size() == 1) {
            return matching.get(0);
        }
        throw new GpuException("GPU '" + text + "': "
                + (matching.isEmpty() ? "there is none" : "several begin like that") + "; " + describe());
    }

    /**
     * Several cards, each once.
     *
     * @param texts {@code all}, or what {@link #one} takes
     * @throws GpuException when one is missing or named twice, or when there is none at all
     */
    public List<Gpu> several(List<String> texts) {
        if (texts.equals(List.of(ALL))) {
            if (visible.isEmpty()) {
                throw unlisted.orElseGet(() -> new GpuException(describe()));
            }
            return visible;
        }
        List<Gpu> chosen = new ArrayList<>();
        for (String text : texts) {
            Gpu gpu = one(text.strip());
            if (chosen.contains(gpu)) {
                throw new GpuException("GPU '" + text.strip() + "' is named twice; each can have one worker");
            }
            chosen.add(gpu);
        }
        return chosen;
    }

    /**
     * The card that is meant when nobody says one: the only one.
     *
     * @throws GpuException when there is none, or several
     */
    public Gpu only() {
        List<Gpu> all = several(List.of(ALL));
        if (all.size() > 1) {
            throw new GpuException("one GPU must be named, by its UUID best; " + describe());
        }
        return all.get(0);
    }

    private Gpu believed(String text) {
        if (text.matches(UUID)) {
            return new Gpu(0, text, "unknown GPU", OptionalLong.empty(), OptionalInt.empty());
        }
        throw unlisted.orElseThrow();
    }

    private List<Gpu> numbered(String text) {
        int number = Integer.parseInt(text);
        return number < visible.size() ? List.of(visible.get(number)) : List.of();
    }

    private static List<Gpu> named(String text, List<Gpu> gpus) {
        List<Gpu> exact = gpus.stream().filter(gpu -> gpu.uuid().equals(text)).toList();
        return !exact.isEmpty() || text.length() <= "GPU-".length()
                ? exact
                : gpus.stream().filter(gpu -> gpu.uuid().startsWith(text)).toList();
    }

    private String describe() {
        return visible.isEmpty()
                ? "no GPU is visible here (nvidia-smi -L lists those of the host, " + VISIBLE + " hides some)"
                : "visible here are "
                        + visible.stream()
                                .map(gpu -> visible.indexOf(gpu) + ": " + gpu.uuid() + " (" + gpu.name() + ")")
                                .collect(Collectors.joining(", "));
    }

    /** As CUDA reads it: the first entry that names no card ends the list (CUDA C++ Programming Guide, environment). */
    private static List<Gpu> visible(String list, List<Gpu> present) {
        List<Gpu> visible = new ArrayList<>();
        for (String entry : list.split(",", -1)) {
            String text = entry.strip();
            List<Gpu> matching = text.matches(NUMBER)
                    ? present.stream()
                            .filter(gpu -> gpu.index() == Integer.parseInt(text))
                            .toList()
                    : named(text, present);
            if (matching.size() != 1 || visible.contains(matching.get(0))) {
                break;
            }
            visible.add(matching.get(0));
        }
        return visible;
    }
}
