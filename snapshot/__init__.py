"""Makes what ships inside the package from the producers' files: the embedded tables and the outlines of the world."""
