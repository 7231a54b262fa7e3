"""Who works here: users and sign-in."""
