"""Pages that show several apps at once, and the pages of the rooms that hold no views of their own."""
