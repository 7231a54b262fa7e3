"""The desk's settings with every planned language offered, translated or not: a pseudo-locale that only tests choose.

Right-to-left, plural forms and figures of other languages are tested long before anybody translates a sentence.
"""

from focalpoint.desk.site.languages import PLANNED
from focalpoint.desk.site.settings import *  # noqa: F403 - settings are a flat module

LANGUAGES = list(PLANNED)
