package org.virnucpro.common.steal;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.virnucpro.common.queue.ImbalanceThreshold;

/**
 * How the workers of one run steal.
 *
 * @param enabled false: every worker computes what the plan gave it (and what failed workers leave behind)
 * @param interval how long an idle worker waits between tries, unless woken
 * @param rule what decides
 * @param threshold when {@link Rule#THRESHOLD} may steal
 * @param victims whom {@link Rule#THRESHOLD} tries first
 * @param margin how much {@link Rule#ADAPTIVE} must gain
 */
public record StealSettings(
        boolean enabled,
        Duration interval,
        Rule rule,
        ImbalanceThreshold threshold,
        Victims victims,
        StealMargin margin) {

    /** The policies. */
    public enum Rule {
        /** {@link AdaptivePolicy}. */
        ADAPTIVE,
        /** {@link ThresholdPolicy}. */
        THRESHOLD
    }

    /** The orders in which victims are tried. */
    public enum Victims {
        ROUND_ROBIN,
        RANDOM
    }

    /** On with the defaults: what every shipped configuration uses. */
    public static final StealSettings ON = new StealSettings(
            true,
            Duration.ofSeconds(3),
            Rule.ADAPTIVE,
            ImbalanceThreshold.DEFAULT,
            Victims.ROUND_ROBIN,
            StealMargin.DEFAULT);

    /** Off: static assignment, what the planning document calls the default of the interface. */
    public static final StealSettings OFF = ON.withEnabled(false);

    public StealSettings {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("the steal interval must be positive: " + interval);
        }
    }

    /** The same, on or off. */
    public StealSettings withEnabled(boolean on) {
        return new StealSettings(on, interval, rule, threshold, victims, margin);
    }

    /** The same with another time between tries. */
    public StealSettings withInterval(Duration between) {
        return new StealSettings(enabled, between, rule, threshold, victims, margin);
    }

    /** The same under another policy. */
    public StealSettings withRule(Rule other) {
        return new StealSettings(enabled, interval, other, threshold, victims, margin);
    }

    /** The same with another order of victims. */
    public StealSettings withVictims(Victims other) {
        return new StealSettings(enabled, interval, rule, threshold, other, margin);
    }

    /** The same with another margin. */
    public StealSettings withMargin(StealMargin other) {
        return new StealSettings(enabled, interval, rule, threshold, victims, other);
    }

    /**
     * A policy for one worker and run.
     *
     * @param random orders victims where {@link Victims#RANDOM} is asked for
     */
    public StealPolicy newPolicy(RandomGenerator random) {
        return rule == Rule.ADAPTIVE
                ? new AdaptivePolicy(margin)
                : new ThresholdPolicy(
                        threshold, victims == Victims.RANDOM ? new RandomVictims(random) : new RoundRobinVictims());
    }
}
