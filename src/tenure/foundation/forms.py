"""Forms of the foundation."""

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.utils.translation import gettext_lazy as _

from tenure.foundation.queries import find_workspace


class SignUpForm(SignupForm):  # type: ignore[misc]
    """Sign-up of the first person, who names the company unless `tenure init` has named it."""

    name = forms.CharField(label=_("Your name"), max_length=150, required=False)
    company = forms.CharField(label=_("Company"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace = find_workspace()
        if self.workspace is not None:
            del self.fields["company"]
        self.order_fields(["company", "name", "email", "password1", "password2"])
