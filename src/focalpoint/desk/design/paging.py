"""Long lists in pages of fifty."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

SIZE = 50


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """Return the page of ``rows`` that ``?page=`` asks for, or the nearest one that is there."""
    return Paginator(rows, SIZE).get_page(request.GET.get("page"))
