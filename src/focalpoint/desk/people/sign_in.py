"""The form of the sign-in: allauth's, in the desk's words."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth carries no types
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        exact = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        login, password = self.fields["login"], self.fields["password"]
        login.label, login.widget = _("User name or e-mail"), forms.TextInput(attrs=exact)
        password.label, password.help_text = _("Password"), ""
        password.widget.attrs.pop("placeholder", None)
