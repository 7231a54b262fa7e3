"""Places where populations may be at risk: owner, members, scope test, linked evidence."""
