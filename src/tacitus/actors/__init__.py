"""Facts on actors, and who a mention is on the article's date."""
