"""A list as a table: heads to sort by, a filter, pages; all of it is in the address, so that it can be sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.core.paginator import Page
from django.db.models import F, Model, QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_filters import ChoiceFilter, FilterSet

from focalpoint.desk.design.fields import countries
from focalpoint.desk.design.paging import page_of

Row = TypeVar("Row", bound=Model)
Text = str | Promise
UP, DOWN = "ascending", "descending"


@dataclass(frozen=True)
class Column:
    """A column; ``by`` is the field or expression that its rows are sorted by, None where they have no order."""

    name: str
    label: Text
    by: str | Combinable | None = None


@dataclass(frozen=True)
class Head:
    """A column's head: in which order the rows are by it now, and which order a press asks for."""

    label: Text
    order: str = ""
    press: str = ""


class FilterForm(forms.Form):
    """The form of a filter, in which each part is optional."""

    marks_optional = False


class Filters(FilterSet):  # type: ignore[misc]  # django-filter carries no types
    """What a list can be filtered by; only what its reader sees in the rows, or a filter would give it away."""

    class Meta:
        form = FilterForm


def choice(field: str, label: Text, choices: Any) -> ChoiceFilter:
    """Return a filter by one of some choices, or by none of them."""
    return ChoiceFilter(field_name=field, label=label, choices=choices, empty_label="–")


def country(field: str, label: Text) -> ChoiceFilter:
    """Return a filter by a State or another place."""
    return choice(field, label, lambda: countries()[1:])


class Table(Generic[Row]):
    """A page of the rows that an address asks for.

    Parameters
    ----------
    rows : what the reader may see, in the order that they have unless the address says another.
    columns : those that the reader sees; a filter or an order by any other is not offered.
    """

    def __init__(
        self, request: HttpRequest, rows: QuerySet[Row], columns: Iterable[Column], filters: type[Filters] = Filters
    ) -> None:
        self.columns = {each.name: each for each in columns}
        found = filters(request.GET, queryset=rows)
        self.form = found.form
        self.is_wrong = bool(found.errors)
        asked = {name for name, value in self.form.cleaned_data.items() if value not in ("", None)}
        self.sort = self._known(request.GET.get("sort", ""))
        self.is_filtered = bool(asked)
        self.is_open = self.is_wrong or bool(self.sort or asked - {"find"})
        self.page: Page[Row] = page_of(request, self._sorted(found.qs))

    def _known(self, asked: str) -> str:
        column = self.columns.get(asked.removeprefix("-"))
        return asked if column and column.by is not None else ""

    def _sorted(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Put rows in the order that is asked for; where a value is not known, the row is last in both."""
        if not self.sort:
            return rows
        by = self.columns[self.sort.removeprefix("-")].by
        key: Any = F(by) if isinstance(by, str) else by
        is_down = self.sort.startswith("-")
        return rows.order_by(key.desc(nulls_last=True) if is_down else key.asc(nulls_last=True), "-pk")

    @property
    def heads(self) -> list[Head]:
        """Return the head of each column."""
        return [self._head(each) for each in self.columns.values()]

    def _head(self, column: Column) -> Head:
        if column.by is None:
            return Head(column.label)
        order = {column.name: UP, f"-{column.name}": DOWN}.get(self.sort, "")
        return Head(column.label, order, f"-{column.name}" if order == UP else column.name)

    @property
    def orders(self) -> list[tuple[str, str]]:
        """Return every order to choose from, in words: on a phone the heads are not shown."""
        found = []
        for each in self.columns.values():
            if each.by is not None:
                named = {"column": each.label}
                found.append((each.name, _("%(column)s, ascending") % named))
                found.append((f"-{each.name}", _("%(column)s, descending") % named))
        return found
