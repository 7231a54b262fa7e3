"""System checks: a wrong setting has an id and says what to do."""

import importlib.util
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution


@register()
def check_settings(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report every setting that could not be used as it was written."""
    return [Error(problem.message, hint=problem.hint, id=problem.id) for problem in settings.FOCALPOINT_PROBLEMS]


@register()
def check_database_driver(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report a PostgreSQL address on a machine without its driver."""
    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql") or importlib.util.find_spec("psycopg"):
        return []
    hint = 'Install it with Focalpoint: .venv/bin/pip install "psycopg[binary]".'
    return [Error("The driver of PostgreSQL is not installed.", hint=hint, id="focalpoint.E008")]


@register(deploy=True)
def check_encryption(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of a server that other machines reach without encryption."""
    local = {"localhost", "127.0.0.1", "[::1]"}
    if settings.SECURE_SSL_REDIRECT or set(settings.ALLOWED_HOSTS) <= local:
        return []
    hint = "Set FOCALPOINT_HTTPS=on and put a proxy with a certificate before the desk."
    return [Caution("Other machines reach the desk without encryption.", hint=hint, id="focalpoint.W001")]
