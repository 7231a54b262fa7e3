"""As in English, with the month in words: Django gives Arabic no form of its own for a day with its hour."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i T"
SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i T"
MONTH_DAY_FORMAT = "j F"
