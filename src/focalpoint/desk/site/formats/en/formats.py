"""Day, month, year; the hour of twenty-four with its zone."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i T"
SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i T"
MONTH_DAY_FORMAT = "j F"
