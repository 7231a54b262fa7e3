"""Whether each object is stored as the newest event that holds a digest of it left it, and has an event at all."""

import hmac
import itertools
import json
from collections.abc import Iterator

from django.apps import apps
from django.utils.translation import gettext as _

from focalpoint.desk.trail import digests, keys
from focalpoint.desk.trail.event_types import event_types
from focalpoint.desk.trail.models import Concern, Event
from focalpoint.desk.trail.queries import births


def differences(digested: set[str] | None = None) -> Iterator[tuple[int, str]]:
    """Yield the trail's row and a sentence for each object that is not as that row left it.

    ``digested`` is given the name of each object of which some row holds a digest.
    """
    key = keys.installation_key()
    seen = set() if digested is None else digested
    lost = set()
    rows = Event.objects.filter(ids__contains='"digests"').order_by("-number").values_list("number", "ids")
    for number, ids in rows.iterator():
        held = json.loads(ids)
        rule, _dot, made_with = str(held["digest-rule"]).partition(".")
        fresh = [entry for entry in held["digests"] if entry.rpartition("/")[0] not in seen]
        seen |= {entry.rpartition("/")[0] for entry in fresh}
        if made_with != keys.key_id(key) and made_with not in lost:
            lost.add(made_with)
            yield number, _("its digests were made with another key: put %(file)s back") % {"file": keys.FILE}
        elif made_with not in lost and rule == str(digests.RULE):
            yield from ((number, problem) for entry in fresh if (problem := _difference(entry, key)))


def without_event(digested: set[str]) -> Iterator[str]:
    """Yield a sentence for each object without a row of the trail: rows were cut off, or it came past the desk.

    Of each kind, those are looked at that came after the first one of which a row holds a digest: earlier versions
    wrote none; ``digested`` names those of which one does, as ``differences`` finds them.
    """
    concerned = set(Concern.objects.values_list("ref", flat=True).distinct())
    for label in digests.covered():
        model = apps.get_model(label)
        if not digests.has_ref(model):
            continue
        refs = model._default_manager.order_by("pk").values_list("ref", flat=True)
        names = (f"{label}/{ref}" for ref in refs.iterator())
        for name in itertools.dropwhile(lambda each: each not in digested, names):
            if name not in digested and name.partition("/")[2] not in concerned:
                yield _("%(object)s has no row in the trail") % {"object": name}


def _difference(entry: str, key: bytes) -> str:
    """Return what is wrong with the object of a digest; nothing where it is as it was left."""
    name, _slash, digest = entry.rpartition("/")
    row = digests.stored(name)
    if row is None:
        return _("%(object)s, which it wrote, is gone") % {"object": _called(name)}
    if not hmac.compare_digest(digests.digest_of(row, key), digest):
        return _("%(object)s, which it wrote, is stored with other contents") % {"object": _called(name)}
    return ""


def _called(name: str) -> str:
    """Return what people call the object of a name, by the event with which it came to be."""
    ref = name.partition("/")[2]
    born = births([ref], [verb for verb, declared in event_types().items() if declared.creates]).get(ref)
    kind = event_types()[born].kind if born else None
    return str(kind) % {"ref": ref} if kind else name
