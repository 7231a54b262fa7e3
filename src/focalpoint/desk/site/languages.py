"""The languages of the desk: those that are planned, and those that are there.

A language is offered when its catalogue is compiled. Until then it cannot be chosen: English mirrored, with another
language's months in it, is worse than English.
"""

from collections.abc import Iterable
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import to_locale

CATALOGUES = Path(__file__).parents[1] / "locale"
PLANNED = (
    ("en", _("English")),
    ("ar", _("Arabic")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ru", _("Russian")),
    ("zh-hans", _("Chinese")),
)


def offered(folders: Iterable[Path] = (CATALOGUES,)) -> list[tuple[str, str | Promise]]:
    """Return code and name of the languages a reader may choose: English, and those with a compiled catalogue.

    >>> [code for code, name in offered(folders=[])]
    ['en']
    """
    catalogues = list(folders)
    return [(code, name) for code, name in PLANNED if code == "en" or _is_compiled(code, catalogues)]


def _is_compiled(code: str, folders: list[Path]) -> bool:
    return any((folder / to_locale(code) / "LC_MESSAGES" / "django.mo").exists() for folder in folders)
