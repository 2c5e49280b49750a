/** What a coordinator says of its cluster: routes, events, metrics, health; one look at the broker serves all who ask. */
@NullMarked
package org.virnucpro.coordinator.service;

import org.jspecify.annotations.NullMarked;
