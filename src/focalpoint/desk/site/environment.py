"""Every setting of the desk, read from the environment in one place.

A wrong value never stops the reading: the default is used, and the problem becomes a system check with id and hint.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from focalpoint.desk.site import mail
from focalpoint.desk.site.languages import offered
from focalpoint.desk.site.mail import Mail
from focalpoint.doctrine import overlay
from focalpoint.reference import places

LANGUAGES = tuple(code for code, _name in offered())
LIKELIHOOD_WORDS = ("likely", "probable")  # each is a word of one row of the yardstick
MARKINGS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")  # as in marking/levels.py
CLASSIFICATIONS = ("unclassified", "confidential", "strictly confidential")
PUBLIC_PAGES = ("method", "scorecard", "forecast")
_USUALLY_PUBLIC = "method,scorecard"
SETTINGS = (
    "FOCALPOINT_HOME",
    "FOCALPOINT_DATABASE_URL",
    "FOCALPOINT_SECRET_KEY",
    "FOCALPOINT_HOSTS",
    "FOCALPOINT_LANGUAGE",
    "FOCALPOINT_ZONE",
    "FOCALPOINT_LIKELIHOOD_WORDS",
    "FOCALPOINT_PUBLIC_PAGES",
    "FOCALPOINT_HTTPS",
    "FOCALPOINT_PROXIES",
    "FOCALPOINT_IDLE_MINUTES",
    "FOCALPOINT_SIGN_IN_HOURS",
    "FOCALPOINT_DOCTRINE_OVERLAY",
    "FOCALPOINT_OFFICE",
    "FOCALPOINT_OFFICE_ADDRESS",
    "FOCALPOINT_CLASSIFICATION",
    "FOCALPOINT_RECALL_MINUTES",
    "FOCALPOINT_MAIL",
    "FOCALPOINT_MAIL_FROM",
    "FOCALPOINT_ADDRESS",
    "FOCALPOINT_PREVIEWS",
    "FOCALPOINT_PERSON_MB",
    "FOCALPOINT_FILES_MB",
)
# What an address of PostgreSQL may ask for behind its question mark, as PostgreSQL itself calls it.
PARAMETERS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "host", "connect_timeout", "application_name")
SSL_MODES = ("verify-full", "verify-ca", "require", "prefer", "allow", "disable")
_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
_SHORTEST_KEY = 40
_DAY = 24 * 60  # minutes


@dataclass(frozen=True)
class Problem:
    """One wrong setting: the id of its check, what is wrong, and what to do."""

    id: str
    message: str
    hint: str


@dataclass
class Environment:
    """The settings as the desk uses them, and what was wrong with them."""

    home: Path
    database: dict[str, Any]
    secret_key: str
    hosts: list[str]
    language: str
    zone: str
    likelihood_words: str
    public_pages: frozenset[str]
    https: bool
    proxies: int
    idle_minutes: int
    sign_in_hours: int
    office: str
    office_address: str
    classification: dict[str, str]
    recall_minutes: int
    mail: Mail
    previews: str
    person_mb: int
    files_mb: int
    problems: list[Problem] = field(default_factory=list)


def read(values: Mapping[str, str]) -> Environment:
    """Read all settings from a mapping such as ``os.environ``.

    >>> read({"FOCALPOINT_LANGUAGE": "tlh"}).problems[0].id
    'focalpoint.E003'
    """
    problems: list[Problem] = []
    home = _home(values.get("FOCALPOINT_HOME", ""), problems)
    _check_overlay(values.get("FOCALPOINT_DOCTRINE_OVERLAY", ""), problems)
    return Environment(
        home=home,
        database=_database(values.get("FOCALPOINT_DATABASE_URL", ""), home, problems),
        secret_key=_secret_key(values.get("FOCALPOINT_SECRET_KEY", ""), problems),
        hosts=_words(values.get("FOCALPOINT_HOSTS") or "localhost,127.0.0.1,[::1]"),
        language=_language(values.get("FOCALPOINT_LANGUAGE") or "en", problems),
        zone=_zone(values.get("FOCALPOINT_ZONE") or "UTC", problems),
        likelihood_words=_likelihood_words(values.get("FOCALPOINT_LIKELIHOOD_WORDS") or "likely", problems),
        public_pages=_public_pages(values.get("FOCALPOINT_PUBLIC_PAGES", _USUALLY_PUBLIC), problems),
        https=_switch("FOCALPOINT_HTTPS", values.get("FOCALPOINT_HTTPS") or "off", problems),
        proxies=_number("FOCALPOINT_PROXIES", values.get("FOCALPOINT_PROXIES") or "0", problems),
        idle_minutes=_span("FOCALPOINT_IDLE_MINUTES", values.get("FOCALPOINT_IDLE_MINUTES") or "30", 30, problems),
        sign_in_hours=_span("FOCALPOINT_SIGN_IN_HOURS", values.get("FOCALPOINT_SIGN_IN_HOURS") or "12", 12, problems),
        office=" ".join(values.get("FOCALPOINT_OFFICE", "").split()),
        office_address=" ".join(values.get("FOCALPOINT_OFFICE_ADDRESS", "").split()),
        classification=_classification(values.get("FOCALPOINT_CLASSIFICATION", ""), problems),
        recall_minutes=_recall(values.get("FOCALPOINT_RECALL_MINUTES") or "60", problems),
        mail=_mail(values, problems),
        previews=_previews(values.get("FOCALPOINT_PREVIEWS", ""), problems),
        person_mb=_span("FOCALPOINT_PERSON_MB", values.get("FOCALPOINT_PERSON_MB") or "2000", 2000, problems),
        files_mb=_span("FOCALPOINT_FILES_MB", values.get("FOCALPOINT_FILES_MB") or "20000", 20000, problems),
        problems=problems,
    )


def _check_overlay(text: str, problems: list[Problem]) -> None:
    """Note an overlay of the doctrine that cannot be used; ``doctrine.shelf`` reads the setting for every command."""
    if not text:
        return
    try:
        overlay.read(Path(text))
    except overlay.BadOverlay as error:
        problems.append(Problem("focalpoint.E013", error.message, error.todo))


def _home(text: str, problems: list[Problem]) -> Path:
    try:
        home = places.named(text)
        there = next(each for each in (home, *home.parents) if each.exists())
    except places.NoHome as error:
        problems.append(Problem("focalpoint.E001", error.message, error.todo))
        return places.named("")
    except OSError as error:
        message = f"FOCALPOINT_HOME {text} cannot be looked at: {error.strerror}."
        problems.append(Problem("focalpoint.E001", message, places.NAME_ANOTHER))
        return places.named("")
    if not there.is_dir():
        message = f"FOCALPOINT_HOME {home} is no folder: {there} is a file."
        problems.append(Problem("focalpoint.E001", message, "Name a folder, or remove the file."))
    return home


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _sqlite(path: Path) -> dict[str, Any]:
    # IMMEDIATE: a writer takes the lock when it begins, so two writers wait for each other and never deadlock.
    # FULL: what was answered is on the disk. With NORMAL, a machine that loses its power loses the newest reports too.
    # busy_timeout: who waits longer than six seconds for another writer is given the text back with the reason.
    # secure_delete: what is written over or deleted is zeros in the file, not only unlinked.
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=6000; "
    pragmas += "PRAGMA secure_delete=ON;"
    options = {"transaction_mode": "IMMEDIATE", "timeout": 6, "init_command": pragmas}
    return {"ENGINE": "focalpoint.desk.site.sqlite3", "NAME": path, "OPTIONS": options}


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None


def _postgresql(parts: SplitResult, options: dict[str, str]) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "options": "-c synchronous_commit=on"},  # what was answered is on the disk
    }


def _options(parts: SplitResult) -> dict[str, str] | None:
    """Return what follows the question mark of a PostgreSQL address; nothing when any of it is not known."""
    try:
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True) if parts.query else []
    except ValueError:
        return None
    found = dict(pairs)
    wrong = set(found) - set(PARAMETERS) or len(found) < len(pairs) or not all(found.values()) or parts.fragment
    return None if wrong or found.get("sslmode", SSL_MODES[0]) not in SSL_MODES else found


def _database(url: str, home: Path, problems: list[Problem]) -> dict[str, Any]:
    default = _sqlite(home / "desk.sqlite3")
    parts = _parts(url)
    named = bool(parts and parts.path.strip("/"))
    if parts and named and parts.scheme == "sqlite" and not (parts.query or parts.fragment):
        return _sqlite(Path(unquote(parts.path)))
    if parts and named and parts.scheme in {"postgres", "postgresql"}:
        options = _options(parts)
        if options is not None:
            return _postgresql(parts, options)
        hint = f"Behind the question mark: {', '.join(PARAMETERS)}. sslmode is one of: {', '.join(SSL_MODES)}."
        message = "FOCALPOINT_DATABASE_URL asks for something that is not known."
        problems.append(Problem("focalpoint.E010", message, hint))
    elif url and url != "sqlite://":
        hint = "Write sqlite:////folder/file.sqlite3 or postgres://user:password@host:5432/name."
        problems.append(Problem("focalpoint.E002", "FOCALPOINT_DATABASE_URL names no database that is known.", hint))
    return default


def _secret_key(key: str, problems: list[Problem]) -> str:
    if key and len(key) < _SHORTEST_KEY:
        hint = f"Give at least {_SHORTEST_KEY} random characters, or leave it out: one is made at the first start."
        problems.append(Problem("focalpoint.E004", "FOCALPOINT_SECRET_KEY is too short to be safe.", hint))
        return ""
    return key


def _language(code: str, problems: list[Problem]) -> str:
    if code in LANGUAGES:
        return code
    problems.append(
        Problem("focalpoint.E003", f"FOCALPOINT_LANGUAGE {code!r} is not offered.", f"One of: {', '.join(LANGUAGES)}.")
    )
    return "en"


def _zone(name: str, problems: list[Problem]) -> str:
    if name in available_timezones():
        return name
    hint = "Write a place of the time zone database, such as Africa/Nairobi; or UTC."
    problems.append(Problem("focalpoint.E012", f"FOCALPOINT_ZONE {name!r} is no time zone.", hint))
    return "UTC"


def _likelihood_words(word: str, problems: list[Problem]) -> str:
    if word in LIKELIHOOD_WORDS:
        return word
    message = f"FOCALPOINT_LIKELIHOOD_WORDS {word!r} names no row of words of the yardstick."
    problems.append(Problem("focalpoint.E013", message, f"One of: {', '.join(LIKELIHOOD_WORDS)}."))
    return LIKELIHOOD_WORDS[0]


def _public_pages(text: str, problems: list[Problem]) -> frozenset[str]:
    pages = set(_words(text)) - {"none"}
    for name in sorted(pages - set(PUBLIC_PAGES)):
        message = f"FOCALPOINT_PUBLIC_PAGES names {name!r}, which cannot be public."
        problems.append(Problem("focalpoint.E005", message, f"Any of: {', '.join(PUBLIC_PAGES)}; or none."))
    # People who read a forecast also read how such forecasts did: one word opens all of it.
    return frozenset(PUBLIC_PAGES if "forecast" in pages else pages & set(PUBLIC_PAGES))


def _classification(text: str, problems: list[Problem]) -> dict[str, str]:
    """Return the office's own classification by marking; of a wrong setting nothing is used."""
    pairs = [[part.strip() for part in each.partition("=")[::2]] for each in text.split(",") if each.strip()]
    found = {marking: word for marking, word in pairs if marking in MARKINGS and word in CLASSIFICATIONS}
    if len(found) == len(pairs):
        return found
    message = f"FOCALPOINT_CLASSIFICATION {text!r} does not say what each marking is called."
    hint = f"Write TLP:AMBER=confidential and the like; a word is one of: {', '.join(CLASSIFICATIONS)}."
    problems.append(Problem("focalpoint.E016", message, hint))
    return {}


def _switch(name: str, text: str, problems: list[Problem]) -> bool:
    if text.lower() not in _YES | _NO:
        problems.append(Problem("focalpoint.E006", f"{name} is {text!r}, neither on nor off.", "Write on or off."))
    return text.lower() in _YES


def _is_whole(text: str) -> bool:
    """Whether a text is a whole number of at most five plain digits; more would be a slip."""
    return text.isascii() and text.isdigit() and len(text) <= 5


def _number(name: str, text: str, problems: list[Problem]) -> int:
    if _is_whole(text):
        return int(text)
    hint = "Write how many proxies are in front of the desk: 0, 1, 2."
    problems.append(Problem("focalpoint.E007", f"{name} is {text!r}, not a whole number.", hint))
    return 0


def _recall(text: str, problems: list[Problem]) -> int:
    if _is_whole(text) and int(text) <= _DAY:
        return int(text)
    message = f"FOCALPOINT_RECALL_MINUTES is {text!r}, not a whole number of minutes up to a day."
    problems.append(Problem("focalpoint.E014", message, "The default is 60; 0 delivers at once."))
    return 60


def _mail(values: Mapping[str, str], problems: list[Problem]) -> Mail:
    found = mail.read(values)
    if found.wrong:
        message = f"{found.wrong} cannot be used, and no message is sent."
        problems.append(Problem("focalpoint.E015", message, mail.HINTS[found.wrong]))
    return found


def _previews(text: str, problems: list[Problem]) -> str:
    """Return the path of the socket at which previews are asked for; none, there are no previews."""
    if text in ("", "off") or (Path(text).is_absolute() and "\0" not in text):
        return text.removeprefix("off")
    hint = "Write the path of the preview service's socket, as /run/focalpoint-preview.sock; or off."
    problems.append(Problem("focalpoint.E028", f"FOCALPOINT_PREVIEWS {text!r} is neither a whole path nor off.", hint))
    return ""


def _span(name: str, text: str, default: int, problems: list[Problem]) -> int:
    if _is_whole(text) and int(text) > 0:
        return int(text)
    problems.append(
        Problem("focalpoint.E009", f"{name} is {text!r}, not a whole number above zero.", f"The default is {default}.")
    )
    return default
