"""Public speech in a situation that could be incitement: the tests of it, and what follows."""
