"""Ledgers written, read back, and shown to people."""
