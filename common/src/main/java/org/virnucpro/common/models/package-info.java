/** A models folder: which files a run uses, and a digest of everything in them that decides its numbers. */
@NullMarked
package org.virnucpro.common.models;

import org.jspecify.annotations.NullMarked;
