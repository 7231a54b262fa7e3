"""``focalpoint people``: open, change and close accounts. No one can open an account without it."""

import json
from typing import TYPE_CHECKING, Any

import click

from focalpoint.cli import WholeSentences, starting
from focalpoint.reference.errors import FocalpointError
from focalpoint.reference.places import home

if TYPE_CHECKING:
    from focalpoint.desk.people.models import User

ROLES = (
    *("reporter", "analyst", "reviewer", "head", "principal", "aide"),
    *("liaison", "focal-point", "peer", "overseer", "custodian", "administrator"),
)
LEVELS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
_NAMES = f"{', '.join(ROLES)}, or the name of a role that the office defined."
_role = click.option("--role", required=True, metavar="ROLE", help=f"What the person does here: {_NAMES}")
_also = click.option("--also", multiple=True, metavar="ROLE", help="A further role; may be repeated.")
_clearance = click.option(
    "--clearance", default="TLP:GREEN", show_default=True, type=click.Choice(LEVELS), help="Up to which marking."
)
_body = click.option("--body", default="", help="For a liaison: the id of the body (focalpoint doctrine list bodies).")


class NoSuchRole(FocalpointError):
    """A name that no role has."""


class NoSuchPerson(FocalpointError):
    """A name without an account."""


@click.group(cls=WholeSentences)
def people() -> None:
    """Open, change and close accounts."""


@people.command()
@click.argument("name")
@_role
@_also
@_clearance
@_body
def add(name: str, role: str, also: tuple[str, ...], clearance: str, body: str) -> None:
    """Open an account and print its password once."""
    actions, act = _start()
    _, password = actions.open_account(name=name, **_roles(role, also), clearance=clearance, body=body, **act)
    click.echo(f"name {name}\npassword {password} (shown this once; its owner changes it after the first sign-in)")


@people.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
def list_(as_json: bool) -> None:
    """List the accounts: name, role, further roles, clearance, body, open or closed."""
    _start()
    from focalpoint.desk.people.models import OfficeRole, User

    known = {each.ref: each.name for each in OfficeRole.objects.all()}
    for user in User.objects.order_by("username"):
        state = "open" if user.is_active else "closed"
        main, *also = [known.get(each, each) for each in (user.role, *user.more_roles)]
        row = {
            "name": user.username,
            "role": main,
            "also": ",".join(also),
            "clearance": user.clearance,
            "body": user.body,
            "state": state,
        }
        click.echo(json.dumps(row) if as_json else "  ".join(value or "-" for value in row.values()))


@people.command()
@click.argument("name")
@_role
@_also
@_clearance
@_body
def change(name: str, role: str, also: tuple[str, ...], clearance: str, body: str) -> None:
    """Change role, clearance and body of an account."""
    actions, act = _start()
    actions.change_account(user=_named(name), **_roles(role, also), clearance=clearance, body=body, **act)
    click.echo(f"{name} is {', '.join((role, *also))}, cleared up to {clearance}.")


@people.command()
@click.argument("name")
def password(name: str) -> None:
    """Give an account a new password and print it once; people signed in with the old one are signed out."""
    actions, act = _start()
    click.echo(f"name {name}\npassword {actions.renew_password(user=_named(name), **act)} (shown this once)")


@people.command()
@click.argument("name")
@click.option("--remove", is_flag=True, help="Take every second factor off the account.")
def factor(name: str, remove: bool) -> None:
    """Say which second factors an account has, or take them off when phone and recovery codes are lost."""
    actions, act = _start()
    from allauth.mfa.models import Authenticator

    user = _named(name)
    if remove:
        click.echo(
            f"Taken off {name}: {actions.remove_factors(user=user, by=act['by'])}. Now the password alone signs in."
        )
        return
    kinds = sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    click.echo(f"{name}: {', '.join(kinds) or 'no second factor'}")


@people.command()
def permissions() -> None:
    """Print who may do what, as the documentation has it."""
    _start()
    from focalpoint.desk.people.permission_page import page

    click.echo(page(), nl=False)


@people.command()
@click.argument("name")
def close(name: str) -> None:
    """Close an account; the record keeps its name."""
    actions, act = _start()
    actions.close_account(user=_named(name), **act)
    click.echo(f"The account {name} is closed.")


def _start() -> tuple[Any, dict[str, Any]]:
    """Start the desk; return the writes of people, and who does them when: the operator of this machine, now."""
    starting.up_to_date(home())
    from django.utils import timezone

    from focalpoint.desk.people import actions
    from focalpoint.desk.trail.actors import SystemActor

    return actions, {"by": SystemActor.CONSOLE, "at": timezone.now()}


def _roles(role: str, also: tuple[str, ...]) -> dict[str, Any]:
    """Return roles as accounts keep them: the product's by their names, the office's by their references."""
    from focalpoint.desk.people.models import OfficeRole

    known = {each: each for each in ROLES}
    known = {each.name.casefold(): each.ref for each in OfficeRole.objects.all() if each.is_in_use} | known
    for each in (role, *also):
        if each.casefold() not in known:
            raise NoSuchRole(f"There is no role {each}.", todo=f"Choose one of {', '.join(known)}.")
    return {"role": known[role.casefold()], "more_roles": tuple(known[each.casefold()] for each in also)}


def _named(name: str) -> "User":
    from focalpoint.desk.people.models import User

    found = User.objects.filter(username__iexact=name).first()
    if found is None:
        raise NoSuchPerson(f"There is no account {name}.", todo="See them all: focalpoint people list")
    return found
