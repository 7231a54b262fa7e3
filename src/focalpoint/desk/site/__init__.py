"""The installation: settings, addresses, checks, and how the desk is served."""
