"""Every word that may lead back to who reported is erased when consent is withdrawn, or kept for a reason."""

import ast
import inspect

from django.db import models

from focalpoint.desk.intake import actions
from focalpoint.desk.intake.models import Item

GUIDE = "UNTOLD, ERASED or _erase in desk/intake/actions.py, or KEPT here with its reason"
WORDS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
# Fields of what hangs on one item that keep their words, and why.
KEPT = {
    "Item.ref": "a random reference",
    "Item.tlp": "a choice of the office",
    "Item.status": "a choice of the office",
    "Event.iso3": "even-hand figures still count the report",
    "MarkingChange.ref": "a random reference",
    "MarkingChange.before_tlp": "a choice of the office",
    "MarkingChange.tlp": "a choice of the office",
    "MarkingChange.state": "a choice of the office",
    "Original.address": "a hash under a key of the installation",
    "Original.blob": "a random name",
    "Original.kind": "what sort of file it was",
    "Custody.step": "a choice of the office",
}


def erased() -> set[str]:
    """Every field that the withdrawal of consent overwrites: of the item, its event, and by ``item.X.update``."""
    found = {f"Item.{name}" for name in actions.UNTOLD} | {f"Event.{name}" for name in actions.ERASED}
    related = {each.get_accessor_name(): each.related_model for each in Item._meta.related_objects}
    for call in ast.walk(ast.parse(inspect.getsource(actions._erase))):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "update":
            of = [each.attr for each in ast.walk(call.func) if isinstance(each, ast.Attribute) and each.attr in related]
            found |= {f"{related[name].__name__}.{each.arg}" for name in of for each in call.keywords if each.arg}
    return found


def words_of_an_item() -> set[str]:
    """Every field for words of the item itself and of what belongs to it alone."""
    own = [each.related_model for each in Item._meta.related_objects if not each.many_to_many]
    return {
        f"{model.__name__}.{each.name}"
        for model in [Item, *own]
        for each in model._meta.concrete_fields
        if isinstance(each, WORDS)
    }


def test_every_word_of_an_item_is_erased_with_consent_or_kept_for_a_reason():
    assert {"Item.text", "Event.what", "Grading.reason", "MemberChange.reason"} <= words_of_an_item()
    assert words_of_an_item() - erased() ^ set(KEPT) == set(), GUIDE
