"""What was told and obtained: sources, evidence items, originals, reported events, custody, grading."""
