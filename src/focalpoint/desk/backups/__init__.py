"""Back-ups of an installation: encrypted, keys apart from data, restored into an empty place."""
