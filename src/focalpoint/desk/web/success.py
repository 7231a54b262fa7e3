"""After an act, the next page says that it was done and what happens next."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from focalpoint.desk.trail.actions import recorded


class Success:
    """Middleware: a form that acted and leads on leaves the words of its event to the next page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and look at which events the answer recorded."""
        token = recorded.set([])
        try:
            response = self.get_response(request)
            acts = recorded.get() or []
            verbs = {each.verb for each in acts}
            done = [str(each.done) for each in acts if each.done and not verbs.intersection(each.part_of)]
        finally:
            recorded.reset(token)
        if done and request.method == "POST" and response.status_code == 302:
            messages.success(request, done[-1])
        return response
