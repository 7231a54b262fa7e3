"""Rolling-origin runs, where models meet evaluation."""
