"""Fact-finding missions and commissions of inquiry of a situation: mandate, standards of proof, members, findings."""
