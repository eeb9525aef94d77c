"""The chain of documents: what a plan carries out, and what carries it out."""
