"""The table of permissions as a page of the documentation."""

from django.utils import translation

from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import TABLE, Rule
from focalpoint.desk.people.separation import MAY_MEET
from focalpoint.desk.trail.actors import SystemActor

HEAD = """# Who may do what

Printed by `focalpoint people permissions` from the one table that actions, pages and navigation read.
A condition is asked of the person and the object, whatever the role.

| permission | what it allows | roles | condition |
|---|---|---|---|
"""
MEETING = """
## Roles that may meet in one person

Every other pair is refused. No setting changes this.

"""
RESERVED = """
## Reserved

A role that an office defines cannot give these.

"""


def page() -> str:
    """Return the page in Markdown, in English."""
    with translation.override("en"):
        rows = "".join(_row(permission.value, rule) for permission, rule in TABLE.items())
        pairs = sorted(" and ".join(sorted(str(role.label) for role in pair)) for pair in MAY_MEET)
        kept = [f"`{each}`" for each, rule in TABLE.items() if rule.is_reserved]
        return HEAD + rows + MEETING + _listed(pairs) + RESERVED + _listed(kept)


def _listed(lines: list[str]) -> str:
    return "".join(f"- {each}\n" for each in lines)


def _row(name: str, rule: Rule) -> str:
    holders = ", ".join(str(each.label) for each in (*Role, *SystemActor) if each in rule.holders)
    asked = "; ".join(each.name for each in rule.conditions)
    unless = f" (not asked of holders of `{rule.unless}`)" if rule.unless else ""
    return f"| `{name}` | {rule.sentence} | {holders} | {asked}{unless} |\n"
