/** When and from whom an idle worker steals: pure decisions, executed atomically by the broker. */
@NullMarked
package org.virnucpro.common.steal;

import org.jspecify.annotations.NullMarked;
