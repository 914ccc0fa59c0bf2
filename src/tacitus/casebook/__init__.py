"""The database of a study or a crisis."""
