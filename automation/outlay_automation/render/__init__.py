"""How results are shown: documents for machines, tables for people. Rounding happens here and nowhere else."""
