"""A frozen forecast: a bundle written once and read only when its hashes hold."""
