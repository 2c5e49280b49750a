/** From a table of predictions to the figure that VirNucPro draws of it. */
@NullMarked
package org.virnucpro.coordinator.plot;

import org.jspecify.annotations.NullMarked;
