"""The note: composed, shown as a brief, redacted, and signed by its digest."""
