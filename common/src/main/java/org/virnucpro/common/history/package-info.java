/** What happened to a run, as its processes saw it: one JSON object per line, whole also after a SIGKILL. */
@NullMarked
package org.virnucpro.common.history;

import org.jspecify.annotations.NullMarked;
