"""The list of items."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from focalpoint.desk.design.table import Table
from focalpoint.desk.intake import queries
from focalpoint.desk.intake.tables import of_items
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.web.render import render


@requires(Permission.ITEM_READ, Permission.ITEM_READ_OWN)
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """List the items a reader may see."""
    by = person(request)
    rows = queries.items(by).select_related("event", "source")
    is_own = not has_permission(by, Permission.ITEM_READ)
    table = Table(request, rows, **of_items(is_own=is_own))
    files = has_permission(by, Permission.ITEM_FILE)
    context = {"table": table, "page": table.page, "is_own": is_own, "files": files}
    return render(request, "intake/items.html", context, shows=table.page, at_least=Tlp.GREEN)
