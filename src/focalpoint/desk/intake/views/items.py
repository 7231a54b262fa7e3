"""The list of items."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from focalpoint.desk.design.paging import page_of
from focalpoint.desk.intake import queries
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.web.render import render


@requires(Permission.ITEM_READ, Permission.ITEM_READ_OWN)
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """List the items a reader may see."""
    asked = request.GET.get("find", "")
    found = queries.matching(queries.items(person(request)), asked)
    shown = page_of(request, found.select_related("event", "source"))
    context = {"page": shown, "find": asked}
    return render(request, "intake/items.html", context, shows=shown, at_least=Tlp.GREEN)
