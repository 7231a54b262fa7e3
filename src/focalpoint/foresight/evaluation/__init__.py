"""Statistics, aggregation, metrics and inference, as separate choices."""
