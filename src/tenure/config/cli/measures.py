"""tenure measures run, show, list"""

import argparse
from datetime import timedelta
from typing import Any

from tenure.config.cli import DONE, CommandError
from tenure.config.cli._asking import a_day, add_account, asked_account, asked_day, open_workspace
from tenure.config.cli._revenue import print_json, print_table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    run_days = actions.add_parser("run", help="compute measures and scores of days and keep them")
    run_days.add_argument("--as-of", type=a_day, metavar="DATE", help="only this day")
    run_days.add_argument("--from", dest="first", type=a_day, metavar="DATE", help="from this day")
    run_days.add_argument("--to", dest="last", type=a_day, metavar="DATE", help="to this day (default: yesterday)")
    run_days.add_argument("--known-at", type=a_day, metavar="DATE", help="with what was known at the end of this day")
    show = actions.add_parser("show", help="every measure of an account on a day")
    add_account(show)
    show.add_argument("--window", type=int, choices=[7, 14, 30, 90, 180], help="days (default: each measure's usual)")
    listing = actions.add_parser("list", help="which measures there are")
    listing.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def run(args: argparse.Namespace) -> int:
    return {"run": _run, "show": _show, "list": _list}[args.action](args)


def _run(args: argparse.Namespace) -> int:
    if args.as_of and (args.first or args.last):
        raise CommandError("give either --as-of, or --from and --to")
    if args.last and not args.first:
        raise CommandError("--to needs --from")
    workspace = open_workspace()
    from django.utils import timezone

    from tenure.health.services import bring_up_to_date, compute_days

    if not args.as_of and not args.first:
        if args.known_at:
            raise CommandError("--known-at needs --as-of, or --from")
        brought = bring_up_to_date(workspace=workspace)
        print(f"computed {brought.days} days of {brought.accounts} accounts; the newest is {brought.day or 'none'}")
        return DONE
    first = args.as_of or args.first
    last = args.as_of or args.last or timezone.localdate() - timedelta(days=1)
    if last < first:
        raise CommandError(f"--to {last} lies before --from {first}")
    done = compute_days(workspace=workspace, first=first, last=last, known_on=args.known_at)
    print(f"computed {done.days} days of {done.accounts} accounts")
    return DONE


def _show(args: argparse.Namespace) -> int:
    workspace = open_workspace()
    from tenure.health.queries.documents import account_document, values_document
    from tenure.health.queries.measuring import measure_account, usual_keys

    account, day = asked_account(workspace, args), asked_day(args)
    values = measure_account(account=account, day=day, keys=usual_keys(args.window), known_on=args.known_at)
    document: dict[str, Any] = {
        "account": account_document(account),
        "as_of": day.isoformat(),
        "known_at": args.known_at.isoformat() if args.known_at else None,
        "measures": values_document(values),
    }
    if args.json:
        print_json(document)
        return DONE
    print(f"{account.name} on {day}")
    rows = [
        (row["label"], *(_short(row.get(name)) for name in ("value", "previous", "trend")), row["unit"])
        for row in document["measures"]
    ]
    print_table(["measure", "value", "window before", "change", "unit"], rows)
    return DONE


def _list(args: argparse.Namespace) -> int:
    open_workspace()
    from tenure.health.queries.documents import measure_document
    from tenure_engine.measures import all_measures

    documents = [measure_document(measure) for measure in all_measures().values()]
    if args.json:
        print_json(documents)
        return DONE
    print_table(["measure", "unit", "meaning"], [(row["name"], row["unit"], row["meaning"]) for row in documents])
    return DONE


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:,.2f}"
