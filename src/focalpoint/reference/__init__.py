"""Time, place and arithmetic that every room shares. Imports nothing of ours."""
