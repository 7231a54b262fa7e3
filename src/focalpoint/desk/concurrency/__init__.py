"""Two people and one row: revisions, form tokens and requests that were sent twice."""
