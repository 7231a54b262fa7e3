"""Views of Watch that show nothing of other apps."""
