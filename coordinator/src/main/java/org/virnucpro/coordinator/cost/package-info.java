/** What tasks really cost on each kind of device: learned while runs go on, kept between them, used by the next plan. */
@NullMarked
package org.virnucpro.coordinator.cost;

import org.jspecify.annotations.NullMarked;
