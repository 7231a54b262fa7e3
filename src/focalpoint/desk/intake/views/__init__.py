"""Pages of intake: a report, items, their originals, sources."""
