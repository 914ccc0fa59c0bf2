"""Coders at work: in this process, in several, on Ray."""
