"""Reports from a State as its page shows them: only what the reader may see, and nothing else is counted."""

from django.contrib.auth.models import AnonymousUser

from focalpoint.desk.intake.models import Item
from focalpoint.desk.intake.queries import items
from focalpoint.desk.people.access import is_person
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.watch.state_panels import Report, Reports

SHOWN = 10


def _report(item: Item) -> Report:
    filed, status = office_day(item.created_at), item.get_status_display()
    return Report(item.ref, item.title, item.event.happened_on, filed, status, item.tlp)


def reports_from(user: User | AnonymousUser, iso3: str) -> Reports:
    """Return the newest reports from a State; those whose consent was withdrawn are left out."""
    if not is_person(user) or not has_permission(user, Permission.ITEM_READ):
        return Reports()
    found = items(user).filter(event__iso3=iso3, consent_withdrawn_at=None).select_related("event")
    newest = [_report(each) for each in found[:SHOWN]]
    return Reports(newest, len(newest) if len(newest) < SHOWN else found.count(), may_read=True)
