"""A query whose SQL is written once: writing it takes Django longer than the database takes to answer it."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

NOT_SET = -1  # stands for the number of the object that is asked for; no row has it


class Prepared:
    """The columns of rows that belong to one object.

    Parameters
    ----------
    rows : a query of columns (``values_list``) in which ``NOT_SET`` stands for the object's number.
    """

    def __init__(self, rows: "QuerySet[Any, Any]") -> None:
        self.compiler = rows.query.get_compiler(connection=connection)
        self.sql, self.values = self.compiler.as_sql()
        self.converters = self.compiler.get_converters([column for column, _sql, _alias in self.compiler.select])

    def of(self, owner: Any) -> Iterable[list[Any]]:
        """Return the columns of the rows of an object, by its number, as Python knows them."""
        values = [owner if str(value) == str(NOT_SET) else value for value in self.values]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            found = cursor.fetchall()
        return self.compiler.apply_converters(found, self.converters) if self.converters else map(list, found)
