package org.virnucpro.common.sequence;

/**
 * The standard genetic code, <a href="https://www.ncbi.nlm.nih.gov/Taxonomy/Utils/wprintgc.cgi">NCBI translation table
 * 1</a>, as tables over codon indexes: three bases of three bits each, the first base in the highest bits.
 */
final class GeneticCode {
    static final byte STOP = '*';
    /** In {@link #STOPS}: the codon is a stop. */
    static final int FORWARD_STOP = 1;
    /** In {@link #STOPS}: the reverse complement of the codon is a stop. */
    static final int REVERSE_STOP = 1 << 3;

    static final int CODON_MASK = 0x1ff;
    private static final int CODONS = 512;

    /** In the order of the published table: T, C, A, G, the first base slowest. */
    private static final String BASE_ORDER = "TCAG";

    private static final String RESIDUES = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG";
    private static final int AMBIGUOUS = 4;

    /** Index 0 to 3 of a base of either case; 4 for everything else. */
    static final byte[] BASE_INDEX = baseIndexes();
    /** Upper case of a character. */
    static final byte[] UPPER = upper();
    /** Upper case of the complement; only A, C, G and T have one, others stay. */
    static final byte[] COMPLEMENT = complement();
    /** Residue of a codon, or {@link #STOP}; 0 for a codon with an ambiguous base. */
    static final byte[] RESIDUE = residues(false);
    /** The same for the reverse complement of the codon. */
    static final byte[] REVERSE_RESIDUE = residues(true);

    static final byte[] STOPS = stops();

    private GeneticCode() {}

    private static byte[] baseIndexes() {
        byte[] indexes = new byte[256];
        for (int i = 0; i < indexes.length; i++) {
            int index = BASE_ORDER.indexOf(Character.toUpperCase((char) i));
            indexes[i] = (byte) (index < 0 || i > 127 ? AMBIGUOUS : index);
        }
        return indexes;
    }

    private static byte[] upper() {
        byte[] upper = new byte[256];
        for (int i = 0; i < upper.length; i++) {
            upper[i] = (byte) (i >= 'a' && i <= 'z' ? i - 'a' + 'A' : i);
        }
        return upper;
    }

    private static byte[] complement() {
        byte[] complement = UPPER.clone();
        String bases = "ACGTacgt";
        String complements = "TGCATGCA";
        for (int i = 0; i < bases.length(); i++) {
            complement[bases.charAt(i)] = (byte) complements.charAt(i);
        }
        return complement;
    }

    private static byte[] residues(boolean reverse) {
        byte[] residues = new byte[CODONS];
        for (int codon = 0; codon < CODONS; codon++) {
            int first = codon >> 6;
            int second = (codon >> 3) & 7;
            int third = codon & 7;
            if (first < AMBIGUOUS && second < AMBIGUOUS && third < AMBIGUOUS) {
                // In the order T C A G the complement of a base is its index with the second bit flipped.
                int index =
                        reverse ? (third ^ 2) << 4 | (second ^ 2) << 2 | (first ^ 2) : first << 4 | second << 2 | third;
                residues[codon] = (byte) RESIDUES.charAt(index);
            }
        }
        return residues;
    }

    private static byte[] stops() {
        byte[] stops = new byte[CODONS];
        for (int codon = 0; codon < CODONS; codon++) {
            stops[codon] = (byte)
                    ((RESIDUE[codon] == STOP ? FORWARD_STOP : 0) | (REVERSE_RESIDUE[codon] == STOP ? REVERSE_STOP : 0));
        }
        return stops;
    }
}
