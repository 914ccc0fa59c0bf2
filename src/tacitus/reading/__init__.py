"""Articles from files of every usual kind."""
