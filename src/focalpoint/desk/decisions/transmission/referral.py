"""The letter that refers a situation outside of this office's mandate to the body that deals with it.

It is shown before it is sent: the page carries a signed mark of what was shown, which holds for an hour.
"""

import datetime as dt

from django.core import signing
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import Stale
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.note.compose import as_sentence
from focalpoint.desk.decisions.transmission import bodies
from focalpoint.desk.decisions.transmission.copy import Route, letterhead
from focalpoint.desk.decisions.transmission.reservations import LASTS, symbol
from focalpoint.desk.documents.blocks import Document, Heading, Paragraph, Run, say
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.situations.models import ScopeTest, Situation
from focalpoint.reference.countries import unit

SALT = "focalpoint.desk.decisions.referral"


def compose_letter(test: ScopeTest, route: Route, *, ref: str, language: str, on: dt.date) -> Document:
    """Return the letter of a referral.

    Parameters
    ----------
    test : the scope test that found the situation outside of the mandate.
    route : what is asked of the body, and the way to it.
    ref : of the transmission that it becomes.
    """
    situation = test.situation
    with translation.override(language):
        found = _(
            "This office looks at the risk of genocide, war crimes, ethnic cleansing and crimes against humanity. It "
            "found on %(day)s that this situation is for others to deal with, and refers it to: %(body)s."
        ) % {"day": date_format(test.at), "body": bodies.name(route.body)}
        form = {
            "form": Transmission.Form(route.form).label,
            "entry": route.entry_point,
            "conveyor": route.conveyor,
        }
        way = _("%(form)s; entry point: %(entry)s; conveyed by: %(conveyor)s") % form
        due = _("An answer is asked for by %(day)s.") % {"day": date_format(route.answer_due_on)}
        blocks = (
            Heading(text=_("What is referred, and what is asked")),
            say(found),
            say(Run(text=_("What is asked of this body: "), strong=True), route.asked.strip()),
            say(Run(text=_("Why: "), strong=True), test.reason.strip()),
            say(Run(text=_("Form: "), strong=True), as_sentence(way)),
            say(Run(text=due, strong=True), " ", _("Please quote %(symbol)s.") % {"symbol": symbol(ref)}),
            Heading(text=_("Situation")),
            *_place(situation),
            say(_("This letter rests on a scope test alone: no assessment was reviewed, signed or decided.")),
        )
        return Document(
            title=situation.title,
            subtitle=_("To %(body)s") % {"body": bodies.name(route.body)},
            reference=symbol(ref),
            marking=situation.tlp,
            classification=Tlp(situation.tlp).classification,
            language=language,
            date=on,
            blocks=blocks,
            **letterhead(),
        )


def _place(situation: Situation) -> list[Paragraph]:
    """Return where it is and who is at risk."""
    names = sorted(_(unit(place.iso3).name) for place in situation.places.all())
    lines = {
        _("State or territory: "): get_text_list(names, _("and")),
        _("Areas: "): situation.areas,
        _("Populations at risk: "): situation.populations,
    }
    return [say(Run(text=label, strong=True), as_sentence(text)) for label, text in lines.items() if text]


def mark_shown(letter: Document, ref: str, *, by: str) -> str:
    """Return the signed mark of a letter that was shown to a person."""
    return signing.dumps([ref, letter.digest(), letter.language, by], salt=SALT)


def read_mark(mark: str, *, by: str) -> tuple[str, str, str]:
    """Return reference, digest and language of the letter that a person was shown.

    Raises
    ------
    Stale : the mark is older than an hour, of another person, or none of ours.
    """
    try:
        ref, digest, language, shown_to = signing.loads(mark, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        ref = digest = language = shown_to = ""
    if shown_to != by or Transmission.objects.filter(ref=ref).exists():
        raise Stale(_("The letter that you read has lapsed."), todo=_("Read it again, then send it."))
    return ref, digest, language
