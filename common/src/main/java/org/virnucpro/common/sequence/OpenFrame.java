package org.virnucpro.common.sequence;

/**
 * A reading frame of a chunk without a stop codon.
 *
 * @param chunkId id of the chunk
 * @param nucleotides upper-case bases on the frame's strand: those of the codons and, where there is one, the next base
 *     (VirNucPro slices one too far); cut short by three for each codon with an ambiguous base
 * @param protein residues, never empty; codons with an ambiguous base have none
 */
public record OpenFrame(String chunkId, ReadingFrame frame, String nucleotides, String protein) {

    /** Chunk id and frame, for example {@code contig_chunk_1F2}. */
    public String id() {
        return chunkId + frame;
    }
}
