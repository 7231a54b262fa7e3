"""The steps of a worked situation, each through the action that people use."""
