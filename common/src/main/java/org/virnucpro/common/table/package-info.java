/** The result tables of VirNucPro, byte for byte: one row per open frame, and the consensus of the rows of a chunk. */
@NullMarked
package org.virnucpro.common.table;

import org.jspecify.annotations.NullMarked;
