/**
 * From FASTA to open reading frames, byte for byte as VirNucPro's prediction.py does it: {@link
 * org.virnucpro.common.sequence.FastaReader} reads records, {@link org.virnucpro.common.sequence.Chunker} cuts them, {@link
 * org.virnucpro.common.sequence.OpenFrameFinder} translates six frames and keeps the open ones.
 */
@NullMarked
package org.virnucpro.common.sequence;

import org.jspecify.annotations.NullMarked;
