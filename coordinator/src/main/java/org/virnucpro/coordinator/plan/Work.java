package org.virnucpro.coordinator.plan;

/**
 * Exact counts of what a slice of input asks of the models. Adds up over slices.
 *
 * @param records FASTA entries, rejected ones included
 * @param bases input bases of the records that are not rejected
 * @param chunks windows
 * @param frames open frames: rows of the result
 * @param frameBases bases in the open frames: what DNABERT reads
 * @param residues amino acids in the open frames: what ESM-2 reads
 * @param residueSquares sum over the frames of residues squared: what attention costs
 */
public record Work(
        long records, long bases, long chunks, long frames, long frameBases, long residues, long residueSquares) {

    public static final Work NONE = new Work(0, 0, 0, 0, 0, 0, 0);

    public Work plus(Work other) {
        return new Work(
                records + other.records,
                bases + other.bases,
                chunks + other.chunks,
                frames + other.frames,
                frameBases + other.frameBases,
                residues + other.residues,
                residueSquares + other.residueSquares);
    }
}
