"""A form that acts once, and the one way a view runs what it asks for."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.utils import timezone

from focalpoint.desk.concurrency import idempotency
from focalpoint.reference.errors import FocalpointError

NO_ID = {"id": False}  # several forms are on one page; nothing points at what is hidden


class ActForm(forms.Form):
    """A form with a hidden token: sent twice, it acts once."""

    refused: FocalpointError | None = None  # why the desk refused what was sent, once it did

    once = forms.CharField(max_length=64, widget=forms.HiddenInput(attrs=NO_ID))

    def __init__(self, data: Any = None, files: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, files, initial={"once": idempotency.token(), **(initial or {})})


class RevisedForm(ActForm):
    """A form that also says which revision its writer saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput(attrs=NO_ID))

    def renew(self, revision: int) -> None:
        """Show the newest revision, so that what was kept can be saved over it after a look."""
        send_again(self, revision=str(revision))


def act(request: HttpRequest, form: ActForm, do: Callable[[], str], *, by: str) -> HttpResponseRedirect | None:
    """Run ``do`` in one transaction with the form's token and go to the address it returns.

    The same sent a second time leads where the first sending led; the same form with other contents, as after going
    back in a browser, is another sending and acts. A mistake that its writer can mend is shown on the form,
    whose text is kept, and None is returned, as it is for a form that is not filled in rightly or was not sent.
    """
    if not form.is_valid():
        return None
    token = form.cleaned_data["once"]
    key = idempotency.sending(request, token, by=by)
    try:
        with transaction.atomic():
            before = idempotency.claim(key, form=token, by=by, at=timezone.now())
            if before is not None:
                return HttpResponseRedirect(before)
            address = do()
            idempotency.done(key, address=address)
    except FocalpointError as error:
        _refuse(form, error)
        return None
    return HttpResponseRedirect(address)


def is_done(form: ActForm, do: Callable[[], None]) -> bool:
    """Run an act whose answer is shown at once: a secret, or a link that is used, has no page to lead to."""
    if not form.is_valid():
        return False
    try:
        do()
    except FocalpointError as error:
        _refuse(form, error)
        return False
    return True


def _refuse(form: ActForm, error: FocalpointError) -> None:
    """Show a mistake that the writer of a form can mend on it; what was written is kept."""
    form.refused = error
    form.add_error(None, ValidationError(f"{error.message} {error.todo}", code=error.code))
    send_again(form)


def send_again(form: forms.Form, **hidden: str) -> None:
    """Make a form that was refused sendable again: what was written is kept, token and ``hidden`` fields are new."""
    data = cast(QueryDict, form.data).copy()
    data["once"] = idempotency.token()
    for name, value in hidden.items():
        data[name] = value
    form.data = data
