"""Imported releases: map, ranking, country, scorecard, method."""
