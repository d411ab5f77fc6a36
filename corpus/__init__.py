"""What is known: documents, the catalogue, the bundled digests and the index on disk."""
