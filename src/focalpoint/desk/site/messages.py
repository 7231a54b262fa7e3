"""Collects and compiles the translations of the desk: ``python -m focalpoint.desk.site.messages collect|compile``.

Sentences are found in templates and code; names of States and regions come from the watch list.
"""

import os
import re
import shutil
import sys
from pathlib import Path

from django.utils.translation import to_locale

from focalpoint.desk.site.languages import PLANNED
from focalpoint.reference.countries import former_members, other_places, watched

DESK = Path(__file__).parents[1]
_ANSWER = re.compile(r'^msgstr(?:\[\d+\])? (?:"[^"\n]|""\n")', re.MULTILINE)
NAMES = DESK / "watch" / "collected_names.py"


def names() -> list[str]:
    """Return every name once: States, regions, subregions, other places and what is said of them."""
    found = {name for state in watched() for name in (state.name, state.region, state.subregion)}
    return sorted(
        found | {text for place in (*other_places(), *former_members()) for text in (place.name, place.reason)}
    )


def name_lines() -> str:
    """Return a throw-away module that marks every name for translation."""
    lines = "\n".join(f"_({name!r})" for name in names())
    return f"from django.utils.translation import gettext_noop as _\n{lines}\n"


def collect() -> None:
    """Write or renew the catalogue of every language; what is translated is kept."""
    from django.core.management import call_command

    NAMES.write_text(name_lines())
    try:
        os.chdir(DESK)
        locales = [to_locale(code) for code, _name in PLANNED if code != "en"]
        (DESK / "locale").mkdir(exist_ok=True)
        call_command("makemessages", locale=locales, no_location=True, no_obsolete=True, verbosity=1)
    finally:
        NAMES.unlink()


def begun() -> list[str]:
    """Return the locales in whose catalogue at least one sentence is translated."""
    catalogues = sorted((DESK / "locale").glob("*/LC_MESSAGES/django.po"))
    # The first answer of a catalogue is its own header.
    return [each.parts[-3] for each in catalogues if len(_ANSWER.findall(each.read_text())) > 1]


def compile_() -> None:
    """Compile the catalogues that are begun: a compiled catalogue is what makes a language appear in the switch."""
    from django.core.management import call_command

    os.chdir(DESK)
    if locales := begun():
        call_command("compilemessages", locale=locales, verbosity=1)


def main(arguments: list[str]) -> int:
    """Run one of the two verbs."""
    verbs = {"collect": collect, "compile": compile_}
    if len(arguments) != 1 or arguments[0] not in verbs:
        print("Say collect or compile.", file=sys.stderr)  # noqa: T201 - a command for developers
        return 2
    if not shutil.which("msgfmt"):
        print("The tools of gettext are missing: apt-get install gettext", file=sys.stderr)  # noqa: T201 - as above
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "focalpoint.desk.site.settings")
    import django

    django.setup()
    verbs[arguments[0]]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
