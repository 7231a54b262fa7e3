"""Work in the background: what follows from an event, and what recurs."""
