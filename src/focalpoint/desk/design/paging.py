"""Long lists in pages of fifty."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

SIZE = 50


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """Return the page of ``rows`` that the address asks for with ``?page=``; a page that is not there gives the nearest."""
    return Paginator(rows, SIZE).get_page(request.GET.get("page"))
