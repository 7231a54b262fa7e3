"""The events of situations and their scope tests."""

from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType

TASK = _("the task %(ref)s")
SITUATION = _("the situation %(ref)s")
SPEECH = _("the speech %(ref)s")

EVENTS = (
    EventType(
        "situation.opened",
        _("opened the situation %(subject)s"),
        SITUATION,
        creates=True,
        objects=("item", "overlaps"),
        variants={
            ("closed", ""): _("opened the situation %(subject)s and closed its item to all but the members"),
        },
        done=_("The situation is opened. Run the scope test next."),
    ),
    EventType("situation.overlap", _("opened a situation that overlaps %(subject)s"), SITUATION),
    EventType(
        "item.linked",
        _("linked an item to the situation %(subject)s"),
        SITUATION,
        objects=("item",),
        variants={
            ("closed", ""): _("linked an item to the situation %(subject)s and closed it to all but the members")
        },
        done=_("The item is linked."),
    ),
    EventType(
        "scope.tested",
        _("ran the scope test of the situation %(subject)s"),
        SITUATION,
        variants={
            ("outcome", "in_scope_risk"): _("ran the scope test of the situation %(subject)s: in scope, a risk"),
            ("outcome", "in_scope_ongoing_alleged"): _(
                "ran the scope test of the situation %(subject)s: in scope, crimes alleged to be going on"
            ),
            ("outcome", "in_scope_incitement"): _(
                "ran the scope test of the situation %(subject)s: in scope, incitement"
            ),
            ("outcome", "out_of_scope_refer"): _(
                "ran the scope test of the situation %(subject)s: out of scope, for others to take up"
            ),
            ("outcome", "insufficient_information"): _(
                "ran the scope test of the situation %(subject)s: too little is known to tell"
            ),
        },
        done=_("The scope test is saved."),
    ),
    EventType(
        "collection.opened",
        _("gave out %(subject)s, something to find out"),
        TASK,
        creates=True,
        objects=("situation", "owner"),
        done=_("The task is given. Its owner sees it among the situations."),
    ),
    EventType(
        "collection.closed",
        _("said what came of %(subject)s"),
        TASK,
        objects=("situation",),
        done=_("Saved. Run the scope test again when enough is known."),
    ),
    EventType(
        "speech.filed",
        _("filed the speech %(subject)s, to be rated by two people"),
        SPEECH,
        creates=True,
        objects=("situation",),
        done=_("The speech is filed. Two people rate it now, each without the other's answers."),
    ),
    EventType(
        "speech.rated",
        _("rated the speech %(subject)s"),
        SPEECH,
        objects=("situation",),
        variants={("step", "reconciled"): _("reconciled the two ratings of the speech %(subject)s")},
        done=_("The rating is saved."),
    ),
    EventType(
        "speech.reopened",
        _("opened another round of rating the speech %(subject)s"),
        SPEECH,
        objects=("situation",),
        done=_("Another round is open. The one before counts until two people have rated."),
    ),
    EventType(
        "speech.set-aside",
        _("set the speech %(subject)s aside"),
        SPEECH,
        objects=("situation",),
        done=_("The speech is set aside."),
    ),
)
