"""As Django writes them, the hour of twenty-four with its zone."""

DATETIME_FORMAT = "j E Y г. H:i T"
TIME_FORMAT = "H:i T"
