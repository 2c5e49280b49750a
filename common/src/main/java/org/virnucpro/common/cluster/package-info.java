/** What is known around the runs: which workers live, which runs wait. Advice, never a decision. */
@NullMarked
package org.virnucpro.common.cluster;

import org.jspecify.annotations.NullMarked;
