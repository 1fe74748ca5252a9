"""tenure health show"""

import argparse
from typing import Any

from tenure.config.cli import DONE, CommandError
from tenure.config.cli._asking import a_day, add_account, asked_account, asked_day, open_workspace
from tenure.config.cli._revenue import print_json, print_table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    show = actions.add_parser("show", help="the score of an account with the rows that add up to it")
    add_account(show)
    show.add_argument("--against", type=a_day, metavar="DATE", help="why did it move since the end of this day?")


def run(args: argparse.Namespace) -> int:
    workspace = open_workspace()
    from tenure.health.queries.documents import assumed_shares, movement_document, score_document
    from tenure.health.queries.explanations import NoScorecard, explain_account
    from tenure.health.services import ensure_scorecards
    from tenure_engine.health.moves import why_moved

    ensure_scorecards(workspace=workspace)
    account, day = asked_account(workspace, args), asked_day(args)

    def told_on(when: Any) -> Any:
        return explain_account(account=account, day=when, known_on=args.known_at, is_kept_enough=False)

    try:
        told = told_on(day)
        document = score_document(told)
        if args.against:
            before = told_on(args.against)
            moved = why_moved(before.explanation, told.explanation)
            document["movement"] = movement_document(before, told, moved)
    except NoScorecard as error:
        raise CommandError(str(error)) from None
    document["known_time_assumed"] = assumed_shares(account=account, known_on=args.known_at)
    if args.json:
        print_json(document)
    else:
        _print(document)
    return DONE


def _print(document: dict[str, Any]) -> None:
    known = f", as known on {document['known_at']}" if document["known_at"] else ""
    print(f"{document['account']['name']} on {document['as_of']}{known}")
    card = document["scorecard"]
    print(f"scorecard {card['name']}, version {card['version']}; {document['coverage']:.0%} of its weights known")
    score = "no score" if document["score"] is None else f"{document['score']:.2f} ({document['band']})"
    print(f"score: {score}{'' if document['score'] is not None else ': ' + document['unknown_because']}")
    print()
    rows = [
        (
            row["label"],
            _short(row.get("value")),
            _short(row.get("points")),
            f"{row['share']:.1%}" if "share" in row else "",
            f"{row['contribution']:.2f}",
        )
        for row in document["rows"]
    ]
    rows.append(("total", "", "", "", f"{document['total']:.2f}"))
    print_table(["row", "value", "points", "weight", "adds"], rows)
    if "movement" in document:
        _print_movement(document["movement"])


def _print_movement(movement: dict[str, Any]) -> None:
    print()
    before, after = movement["before"], movement["after"]
    print(f"from {_short(before['score'])} on {before['as_of']} to {_short(after['score'])} on {after['as_of']}")
    rows = [(row["label"], f"{row['change']:+.2f}") for row in movement["rows"] if row["change"]]
    if movement["change"] is not None:
        print_table(["row", "change"], [*rows, ("total", f"{movement['change']:+.2f}")])


def _short(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
