"""TLP marking of pages: who may share what with whom."""
