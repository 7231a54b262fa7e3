"""What leaves the office: to which body, and the copy that it is given."""
