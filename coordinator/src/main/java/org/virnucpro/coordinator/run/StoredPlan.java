package org.virnucpro.coordinator.run;

import org.virnucpro.coordinator.plan.RunPlan;

/**
 * What plan.json holds.
 *
 * @param terms what the run's results depend on
 * @param plan its tasks
 */
public record StoredPlan(RunTerms terms, RunPlan plan) {}
