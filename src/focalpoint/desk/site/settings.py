"""Placeholder until the desk lands."""

SECRET_KEY = "x"
INSTALLED_APPS: list[str] = []
USE_TZ = True
