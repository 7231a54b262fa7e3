"""What is submitted: whether it is complete, whether it changed, and when it is due."""
