"""Sentences, tokens, heads, quotation zones, and the ways to walk them."""
