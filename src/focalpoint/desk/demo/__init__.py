"""Demonstration: people of every role and worked situations, in a home of their own."""
