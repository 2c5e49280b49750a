package org.virnucpro.common.sequence;

/**
 * Sizes of open frames, for the planner.
 *
 * @param openFrames number of open frames
 * @param residues sum of the protein lengths
 * @param squaredResidues sum of the squares of the protein lengths
 * @param bases sum of the nucleotide lengths
 */
public record OpenFrameCounts(long openFrames, long residues, long squaredResidues, long bases) {
    public static final OpenFrameCounts NONE = new OpenFrameCounts(0, 0, 0, 0);

    public OpenFrameCounts plus(OpenFrameCounts other) {
        return new OpenFrameCounts(
                openFrames + other.openFrames,
                residues + other.residues,
                squaredResidues + other.squaredResidues,
                bases + other.bases);
    }
}
