"""The life of a situation: monitored, closed, opened again, merged into another, handed over."""
