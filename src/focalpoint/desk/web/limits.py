"""How many files one person is given in a minute: making one takes the desk's time from all others."""

import functools
import time
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from focalpoint.desk.web.render import render

FILES_A_MINUTE = 30
MINUTE = 60  # seconds
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def limit_files(view: View[P]) -> View[P]:
    """Have a view that makes a file answer 429 to a person who was given many within the minute."""

    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated and not _has_turn(request.user.ref):
            return render(request, "429.html", {"is_file": True}, status=429)
        return view(request, *args, **kwargs)

    return answer


def _has_turn(ref: str) -> bool:
    """Count one more file of a person, and whether it is one too many. Two at once may count as one."""
    minute = int(time.time()) // MINUTE
    last, count = cache.get(f"files:{ref}", (minute, 0))
    count = count + 1 if last == minute else 1
    cache.set(f"files:{ref}", (minute, count), 2 * MINUTE)
    return bool(count <= FILES_A_MINUTE)
