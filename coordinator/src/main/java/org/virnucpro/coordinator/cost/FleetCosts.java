package org.virnucpro.coordinator.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.virnucpro.coordinator.plan.CostModel;
import org.virnucpro.coordinator.plan.Work;
import org.virnucpro.coordinator.plan.WorkerSpeed;

/**
 * Makes one cost per task and one weight per worker from the cost models of several kinds of device; docs/adr/0007-fitted-costs.md
 * has the formula with its reasons. Pure.
 */
final class FleetCosts {

    /** Frames of the piece of work that devices are compared by. */
    private static final long FRAMES = 1_000;

    /**
     * A worker.
     *
     * @param worker as it announced itself
     * @param told whether a person set that weight, so that it holds whatever was measured
     * @param fitted costs on its device in real seconds; null: not known
     */
    record Member(
            WorkerSpeed worker, boolean told, @Nullable CostModel fitted) {

        double declared() {
            return worker.weight();
        }
    }

    private final Work reference;

    /** @param chunkSize of the run: nearly all frames have its length */
    FleetCosts(int chunkSize) {
        long residues = chunkSize / 3;
        this.reference = new Work(
                FRAMES,
                FRAMES * chunkSize,
                FRAMES,
                FRAMES,
                FRAMES * chunkSize,
                FRAMES * residues,
                FRAMES * residues * residues);
    }

    Fleet of(List<Member> members) {
        List<Member> sources = sources(members);
        if (sources.isEmpty()) {
            return new Fleet(
                    CostModel.PUBLISHED, members.stream().map(Member::worker).toList());
        }
        double secondsAtOne = sources.stream()
                .mapToDouble(member -> member.declared() * seconds(member))
                .average()
                .orElseThrow();
        double declared = 0;
        double rates = 0;
        for (Member member : members) {
            if (!member.told()) {
                declared += member.declared();
                rates += 1 / seconds(member, secondsAtOne);
            }
        }
        double unit = rates > 0 ? declared / rates : secondsAtOne;
        List<WorkerSpeed> speeds = new ArrayList<>();
        for (Member member : members) {
            speeds.add(member.worker()
                    .withWeight(member.told() ? member.declared() : unit / seconds(member, secondsAtOne)));
        }
        return new Fleet(blend(sources, unit), speeds);
    }

    /** Whose measured times say what a task costs: not those of workers that are to count for more or less than they are. */
    private static List<Member> sources(List<Member> members) {
        Predicate<Member> measured = member -> member.fitted() != null;
        List<Member> free = members.stream()
                .filter(measured)
                .filter(member -> !member.told())
                .toList();
        return free.isEmpty() ? members.stream().filter(measured).toList() : free;
    }

    /** The models at weight 1, each by the share of the work that its worker will do. */
    private CostModel blend(List<Member> sources, double unit) {
        double rates =
                sources.stream().mapToDouble(member -> 1 / seconds(member)).sum();
        CostModel sum = new CostModel(0, 0, 0, 0);
        for (Member member : sources) {
            double share = 1 / seconds(member) / rates;
            sum = sum.plus(fitted(member).times(share * unit / seconds(member)));
        }
        return sum;
    }

    private double seconds(Member member, double secondsAtOne) {
        return member.fitted() == null || member.told() ? secondsAtOne / member.declared() : seconds(member);
    }

    private double seconds(Member member) {
        return fitted(member).seconds(reference);
    }

    private static CostModel fitted(Member member) {
        return Optional.ofNullable(member.fitted()).orElseThrow();
    }
}
