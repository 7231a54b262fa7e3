"""As Django writes them, the hour of twenty-four with its zone."""

DATETIME_FORMAT = "Y年n月j日 H:i T"
TIME_FORMAT = "H:i T"
