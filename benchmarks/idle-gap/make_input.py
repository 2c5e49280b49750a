"""Writes a FASTA file of records of 5,000 bases, random codons without a stop: every chunk has at least one open frame."""
import random
import sys

records, path = int(sys.argv[1]), sys.argv[2]
chance = random.Random(20261123)
codons = [a + b + c for a in "ACGT" for b in "ACGT" for c in "ACGT"]
codons = [codon for codon in codons if codon not in ("TAA", "TAG", "TGA")]
with open(path, "w") as out:
    for record in range(records):
        out.write(f">contig{record}\n{''.join(chance.choices(codons, k=1667))[:5000]}\n")
