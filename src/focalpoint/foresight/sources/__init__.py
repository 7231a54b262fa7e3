"""Files as their producers publish them, read into typed tables; bad rows become issues."""
