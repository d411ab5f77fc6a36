"""Answers out: from a question to a checked answer with exact citations."""
