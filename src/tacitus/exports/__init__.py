"""Networks and the formats of other programs."""
