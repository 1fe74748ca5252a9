"""tenure demo"""

import argparse
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenure.config.cli import DONE, CommandError, boot
from tenure.integrations.demo import DEFAULT_SEED

if TYPE_CHECKING:
    from tenure.integrations.models import ImportBatch


STALE_DAYS = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=["en", "zh"], help="language of the demo's names and texts")
    parser.add_argument(
        "--company", choices=["saas", "robots"], help="saas: software by subscription; robots: service robots"
    )
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help="another number makes another company")
    parser.add_argument(
        "--size",
        choices=["s", "m"],
        default="m",
        help="s is a small company; m, 300 accounts (80 of the robot maker)",
    )
    parser.add_argument("--files", type=Path, metavar="DIR", help="only write the demo as CSV files to import")
    parser.add_argument("--remove", action="store_true", help="take the demo's data and people away again")


def run(args: argparse.Namespace) -> int:
    if args.files is not None:
        return _write_files(args)
    boot()
    from tenure.config.cli.init import migrate
    from tenure.foundation.queries import find_workspace
    from tenure.integrations.demo.queries import find_demo, is_whole

    migrate()
    workspace = find_workspace()
    batch = find_demo(workspace)
    if args.remove:
        return _remove(batch)
    if batch is None or not is_whole(batch):
        batch = _load(args, workspace)
    else:
        _say_what_is_there(args, batch)
    _print_people(batch)
    return DONE


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _generate(args: argparse.Namespace, workspace: Any = None) -> Any:
    """The company in the language asked for, else in that of the workspace."""
    from tenure.integrations.demo.companies import generate

    usual = "zh" if workspace is not None and workspace.language.startswith("zh") else "en"
    return generate(args.company or "saas", args.seed, date.today(), args.lang or usual, args.size)  # noqa: DTZ011 -- the day where it runs


def _write_files(args: argparse.Namespace) -> int:
    from tenure.integrations.demo.files import write_files

    try:
        written = write_files(_generate(args), args.files)
    except OSError as error:
        raise CommandError(f"cannot write to {args.files}: {error.strerror}") from None
    for name, count in written.items():
        _say(f"{args.files / name}: {count} rows")
    _say(f"try: tenure import accounts {args.files / 'accounts.csv'} --dry-run")
    return DONE


def _load(args: argparse.Namespace, workspace: Any) -> "ImportBatch":
    from tenure.integrations.demo.queries import demo_password
    from tenure.integrations.demo.services import load_demo

    began = time.monotonic()
    _say("making the demo company")
    company = _generate(args, workspace)
    batch = load_demo(company=company, password=demo_password(), progress=_say, workspace=workspace)
    _say(f"the demo is loaded, in {time.monotonic() - began:.0f} s")
    return batch


def _say_what_is_there(args: argparse.Namespace, batch: "ImportBatch") -> None:
    day = date.fromisoformat(batch.options["today"])
    _say(f"{batch.file_name} is loaded, as of {day}")
    if (args.company or batch.options["company"], args.lang or batch.options["language"]) != (
        batch.options["company"],
        batch.options["language"],
    ):
        _say("it is another company or language; 'tenure demo --remove' first takes it away")
    if (date.today() - day).days > STALE_DAYS:  # noqa: DTZ011 -- the day where it runs
        _say("it ends some time ago; 'tenure demo --remove', then 'tenure demo', makes it anew")


def _print_people(batch: "ImportBatch") -> None:
    from tenure.integrations.demo.queries import demo_password, list_demo_people, list_stories

    people = list_demo_people(batch.workspace)
    password = demo_password()
    if people and people[0].check_password(password):
        print(f"Log in with the password  {password}")
    else:
        print("Log in with the password that was set; the demo's own was changed")
    for user in people:
        print(f"  {user.email:<24} {user.name} ({user.role})")
    print("Accounts worth a look:")
    for story in list_stories(batch):
        print(f"  {story.account_name}: {story.title}")


def _remove(batch: "ImportBatch | None") -> int:
    from tenure.integrations.demo.services import remove_demo

    if batch is None:
        _say("no demo is loaded")
        return DONE
    removal = remove_demo(batch=batch, actor=None)
    _say(f"removed {removal.accounts} accounts and {removal.people} people of the demo")
    if removal.kept_accounts:
        _say(f"kept, because data of another import hangs on them: {', '.join(removal.kept_accounts)}")
    if removal.kept_people:
        _say(f"kept, because somebody must administer: {', '.join(removal.kept_people)}")
    return DONE
