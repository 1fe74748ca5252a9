"""Shared by all tests: a data folder of their own, the cast, and what may be missing."""

import os
import tempfile
from pathlib import Path

_FOLDER = tempfile.mkdtemp(prefix="tenure-tests-")
os.environ["TENURE_HOME"] = _FOLDER
os.environ.setdefault("TENURE_SECRET_KEY", "only-for-tests")
# the browser's driver keeps an event loop in the thread that runs the tests
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

import pytest  # noqa: E402

IN_CI = os.environ.get("CI", "").lower() == "true"
SHARED_DATA = Path(__file__).resolve().parent.parent / "shared" / "data"
DATABASES = {"db", "transactional_db"}
LONGEST = (
    "browser",
    "test_a_crash_loses_and_doubles_nothing.py",
    "test_import_real_data.py",
    "test_only_touched_days_are_computed_again.py",
    "test_every_route_keeps_to_its_rule.py",
    "test_the_base_is_seen_on_two_days.py",
    "test_real_files_agree_with_sql.py",
    "test_import_survives_kill.py",
)
"""Groups of tests that come first, so that none is left to one worker at the end."""
PASSWORD = "correct horse battery"  # noqa: S105 -- of the tests' own people


@pytest.hookimpl(tryfirst=True)  # before the workers share the groups out
def pytest_collection_modifyitems(config, items):
    """Keep a file's tests in one worker, all in a browser in one; on the second database keep what touches one."""
    group = {item: "browser" if "app" in item.fixturenames else item.path.name for item in items}
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group[item]))
    items.sort(key=lambda item: LONGEST.index(group[item]) if group[item] in LONGEST else len(LONGEST))
    if not os.environ.get("TENURE_TEST_ONLY_DATABASE"):
        return
    kept = [item for item in items if item.get_closest_marker("django_db") or DATABASES & set(item.fixturenames)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def missing(what: str) -> None:
    """Skip and say what is missing; in CI nothing may be missing."""
    if IN_CI:
        pytest.fail(f"{what} is missing, and in CI nothing may be", pytrace=False)
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of third-party data sets beside the project."""
    if not SHARED_DATA.is_dir():
        missing("../shared/data")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def home(tmp_path_factory, settings):
    """Give every test a data folder of its own."""
    settings.TENURE_HOME = tmp_path_factory.mktemp("home")
    settings.MEDIA_ROOT = settings.TENURE_HOME / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return settings.TENURE_HOME


@pytest.fixture(autouse=True)
def english():
    """Every test begins in English, whatever language the one before asked for."""
    from django.utils import translation

    translation.activate("en")
    yield
    translation.deactivate()


@pytest.fixture
def workspace(db):
    from tenure.foundation.services import create_workspace

    return create_workspace(name="Kestrel Software")


class Cast:
    """The people of every test, and their password."""

    password = PASSWORD

    def __init__(self, workspace) -> None:
        from tenure.foundation.services import create_user, ensure_team

        self.workspace = workspace
        self.north = ensure_team(workspace=workspace, name="North")
        self.south = ensure_team(workspace=workspace, name="South")

        def person(name: str, role: str, *teams):
            return create_user(
                workspace=workspace,
                email=f"{name.lower()}@example.com",
                password=PASSWORD,
                role=role,
                name=name,
                teams=teams,
            )

        self.alice = person("Alice", "csm", self.north)
        self.bob = person("Bob", "csm", self.north)
        self.rita = person("Rita", "reader", self.north)
        self.charlie = person("Charlie", "csm", self.south)
        self.root = person("Root", "admin")

    def account(self, name: str = "Acme", **fields):
        """An account of team North that Alice owns."""
        from tenure.accounts.models import Account, AccountOwner

        account = Account.objects.create(workspace=self.workspace, team=self.north, name=name, **fields)
        AccountOwner.objects.create(account=account, user=self.alice, role="csm")
        return account


@pytest.fixture
def cast(workspace) -> Cast:
    """Alice owns the account, Bob is on her team, Rita reads, Charlie is elsewhere, Root administers."""
    return Cast(workspace)


@pytest.fixture
def as_person(client):
    """Return a function that gives a browser of a person."""
    from django.test import Client

    def browser(user) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return browser
