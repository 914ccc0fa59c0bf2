"""Tacitus keeps the record of diplomacy and conflict in the news: words, deeds, positions and their sources."""

__version__ = "0.1.0"
