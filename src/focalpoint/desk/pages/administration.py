"""The accounts as an administrator sees them: names, roles and second factors; nothing of what anybody wrote."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.design.table import Table
from focalpoint.desk.intake import quota
from focalpoint.desk.people import actions
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.people.queries import accounts as all_accounts
from focalpoint.desk.people.table import COLUMNS, AccountFilters
from focalpoint.desk.tasks import queries
from focalpoint.desk.web.render import render
from focalpoint.desk.web.shown import Under


@requires(Permission.ACCOUNT_READ)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """List the accounts."""
    return _page(request, ActForm())


@requires(Permission.ACCOUNT_REMOVE_FACTOR)
@require_POST
def remove_factors(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the second factors off an account."""
    by, found, form = person(request), get_object_or_404(all_accounts(), ref=ref), ActForm(request.POST)

    def do() -> str:
        actions.remove_factors(user=found, by=by)
        return reverse("accounts")

    return act(request, form, do, by=by.ref) or _page(request, form)


def _page(request: HttpRequest, form: ActForm) -> HttpResponse:
    table = Table(request, all_accounts().annotate(factors=Count("authenticator")), COLUMNS, AccountFilters)
    page = table.page
    context = {
        "table": table,
        "page": page,
        "form": form,
        "rows": [(each, ActForm()) for each in page],
        "me": person(request),
    }
    context |= {"is_behind": queries.is_behind(timezone.now()), "failing": queries.failing().count()}
    context["files"] = quota.room_of(None)
    return render(
        request, "site/accounts.html", context, shows=[Under(each.ref) for each in page], refused=bool(form.errors)
    )
