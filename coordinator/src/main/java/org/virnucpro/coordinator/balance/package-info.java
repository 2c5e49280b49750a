/** What the coordinator does while a run is computed: polls the queues, records, finds stalls, reaps. */
@NullMarked
package org.virnucpro.coordinator.balance;

import org.jspecify.annotations.NullMarked;
