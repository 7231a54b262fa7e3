"""Settings, urls and checks of the installation."""
