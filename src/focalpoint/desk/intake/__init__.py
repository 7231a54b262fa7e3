"""What was reported and obtained: sources, evidence items, originals, reported events, custody, grading."""
