"""What `make bench` measures: our own work beside a peer's, as ratios in one run."""
