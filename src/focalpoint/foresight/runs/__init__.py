"""Rolling-origin runs: one folder a target, over one engine (arrays, experts, weights, rolling, chances, workers)."""
