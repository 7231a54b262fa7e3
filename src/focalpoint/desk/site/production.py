"""What `focalpoint up --production` refuses, each as a system check with an id and a hint, all at once."""

import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution
from django.db import DatabaseError

from focalpoint.desk.demo import home

TAG = "production"
SHORTEST, FEWEST = 50, 10  # signs of a secret, and different ones among them

LOCAL = {"", "localhost", "127.0.0.1", "::1"}


@register(TAG, deploy=True)
def check_demonstration(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a home that holds a demonstration, or any account of one."""
    if not home.is_demo(Path(settings.FOCALPOINT_HOME)) and not _demonstration_accounts():
        return []
    hint = "Name another folder in FOCALPOINT_HOME; a demonstration never becomes an office."
    return [Error("This home holds demonstration accounts.", hint=hint, id="focalpoint.E020")]


@register(TAG, deploy=True)
def check_debug(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse pages that show how the desk works inside when something fails."""
    if not settings.DEBUG:
        return []
    return [Error("DEBUG is on.", hint="Serve with the settings that come with the product.", id="focalpoint.E021")]


@register(TAG, deploy=True)
def check_secret(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a secret that can be guessed."""
    secret = str(settings.SECRET_KEY)
    if len(secret) >= SHORTEST and len(set(secret)) >= FEWEST and not secret.startswith("django-insecure-"):
        return []
    hint = "Leave FOCALPOINT_SECRET_KEY out: the desk makes a random one and keeps it in its home."
    return [Error("The secret can be guessed.", hint=hint, id="focalpoint.E022")]


@register(TAG, deploy=True)
def check_transport(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse plain HTTP, and encryption that nothing before the desk could end."""
    if not settings.SECURE_SSL_REDIRECT:
        hint = "Set FOCALPOINT_HTTPS=on and put a proxy with a certificate before the desk."
        return [Error("Passwords and evidence would travel in the clear.", hint=hint, id="focalpoint.E023")]
    if not settings.SECURE_PROXY_SSL_HEADER:
        hint = "Set FOCALPOINT_PROXIES=1: the proxy that holds the certificate is the one."
        return [Error("No proxy is named that could end the encryption.", hint=hint, id="focalpoint.E024")]
    return []


@register(TAG, deploy=True)
def check_names(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to answer under any name."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    hint = "Write the names under which readers reach the desk in FOCALPOINT_HOSTS."
    return [Error("The desk answers under any name.", hint=hint, id="focalpoint.E025")]


@register(TAG, deploy=True)
def check_home(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse folders of evidence that other accounts of the machine can look into."""
    folders, database = {Path(settings.FOCALPOINT_HOME)}, settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and Path(database["NAME"]).is_file():
        folders.add(Path(database["NAME"]).parent)
    return [
        Error(f"Other accounts of this machine can look into {each}.", hint=f"chmod 700 {each}", id="focalpoint.E026")
        for each in sorted(folders)
        if each.is_dir() and stat.S_IMODE(each.stat().st_mode) & 0o077
    ]


@register(TAG, deploy=True)
def check_way_to_database(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a PostgreSQL on another machine that is not reached encrypted, and known by its certificate."""
    database = settings.DATABASES["default"]
    options = database.get("OPTIONS", {})
    hosts = str(database.get("HOST") or options.get("host") or os.environ.get("PGHOST", "")).split(",")
    near = all(host in LOCAL or host.startswith("/") for host in hosts) and "PGHOSTADDR" not in os.environ
    if not database["ENGINE"].endswith("postgresql") or near or options.get("sslmode") == "verify-full":
        return []
    hint = "Write ?sslmode=verify-full&sslrootcert=/folder/of/the/certificate.pem behind FOCALPOINT_DATABASE_URL."
    return [Error("All data would travel to PostgreSQL in the clear.", hint=hint, id="focalpoint.E027")]


@register(TAG, deploy=True)
def check_database(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Say that SQLite serves one machine."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return []
    hint = "It is enough for one machine and a few people; for more, set FOCALPOINT_DATABASE_URL to PostgreSQL."
    return [Caution("The database is a SQLite file.", hint=hint, id="focalpoint.W002")]


def _demonstration_accounts() -> bool:
    """Whether the database holds an account of a demonstration; one without tables holds none."""
    from focalpoint.desk.people.models import User

    try:
        return User.objects.filter(demonstration=True).exists()
    except DatabaseError:
        return False
