"""Signing in and up: the first person becomes administrator, then sign-up closes."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend

from tenure.foundation.choices import Role
from tenure.foundation.models import User
from tenure.foundation.queries import find_workspace, is_sign_up_open
from tenure.foundation.services import create_workspace


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]
    """Allauth's backend that reads a person with their company: every page needs both."""

    def get_user(self, user_id: int) -> User | None:
        person = User.objects.select_related("workspace").filter(pk=user_id).first()
        return person if person is not None and self.user_can_authenticate(person) else None


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
