"""What every page and every file goes through on its way out."""
