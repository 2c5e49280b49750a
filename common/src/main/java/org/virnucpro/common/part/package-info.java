/** The result file of one task: workers write it, the coordinator's merge reads it. */
@NullMarked
package org.virnucpro.common.part;

import org.jspecify.annotations.NullMarked;
