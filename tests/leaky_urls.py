"""The addresses of the desk and one page more, which asks nobody, marks nothing and records nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path

from focalpoint.desk.intake.models import Item
from focalpoint.desk.site.urls import handler400, handler429, handler500
from focalpoint.desk.site.urls import urlpatterns as of_the_desk

__all__ = ["handler400", "handler429", "handler500", "urlpatterns"]


def raw(request: HttpRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(Item, ref=ref)
    return HttpResponse(f"{found.title} {found.text}")


urlpatterns = [*of_the_desk, path("items/<slug:ref>/raw/", raw, name="item_raw")]
