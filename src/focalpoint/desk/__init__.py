"""What people judge, decide and do: the Django applications."""
