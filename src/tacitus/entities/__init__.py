"""Facts on actors as tables, and how names compare. The CSV files are data, made by scripts/build_entities.py."""
