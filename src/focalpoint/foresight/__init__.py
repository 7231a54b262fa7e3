"""What the numbers say. Never imports Django or the desk."""
