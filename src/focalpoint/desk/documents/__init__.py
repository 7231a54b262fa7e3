"""A document is a list of typed blocks with three writers: HTML, PDF and Word."""
