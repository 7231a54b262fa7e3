"""Pages of submissions, decisions and transmissions."""
