"""What `make bench` measures: our own work against a peer's, as ratios in one run."""
