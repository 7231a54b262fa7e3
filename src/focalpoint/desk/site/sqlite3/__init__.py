"""SQLite with a fair turn for each writer."""
