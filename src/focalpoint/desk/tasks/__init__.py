"""Work that nobody waits for: what follows from an event, and what recurs."""
