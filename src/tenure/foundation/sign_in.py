"""Signing in and up: the first person becomes administrator, then sign-up closes."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from tenure.foundation.choices import Role
from tenure.foundation.queries import find_workspace, is_sign_up_open
from tenure.foundation.services import create_workspace


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Allauth's adapter with our rule for who may sign up."""

    def is_open_for_signup(self, request: Any) -> bool:
        return is_sign_up_open()

    def save_user(self, request: Any, user: Any, form: Any, commit: bool = True) -> Any:
        user = super().save_user(request, user, form, commit=False)
        company = form.cleaned_data.get("company") or "Tenure"
        user.workspace = find_workspace() or create_workspace(name=company)
        user.role = Role.ADMIN
        user.name = form.cleaned_data.get("name", "")
        if commit:
            user.save()
        return user
