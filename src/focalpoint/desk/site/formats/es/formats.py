"""As Django writes them, the hour of twenty-four with its zone."""

DATETIME_FORMAT = r"j \d\e F \d\e Y \a \l\a\s H:i T"
TIME_FORMAT = "H:i T"
