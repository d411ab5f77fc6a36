"""How good the answers and the retrieval are, measured with the product's own functions."""
