"""What the revenue commands share: their options, the question they make, and how they print."""

import argparse
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tenure.config.cli import CommandError
from tenure.config.cli._asking import open_workspace

if TYPE_CHECKING:
    from tenure.revenue.queries import Figures


def add_question(parser: argparse.ArgumentParser, *, is_by_month: bool = False) -> None:
    """Add the options that say which window, which policies and which lines."""
    parser.add_argument("--from", dest="from_on", type=_day, required=True, metavar="DATE", help="YYYY-MM-DD")
    parser.add_argument("--to", dest="to_on", type=_day, required=True, metavar="DATE", help="YYYY-MM-DD")
    if is_by_month:
        parser.add_argument("--by", choices=["month"], default="month", help="snapshots at month ends")
    parser.add_argument(
        "--overlap",
        choices=["sum", "latest"],
        default="sum",
        help="overlapping lines of a customer add up, or only the one that started last counts (default: sum)",
    )
    parser.add_argument(
        "--end",
        choices=["exclusive", "inclusive"],
        default="exclusive",
        help="the end date is the first day without the line, or the last day with it (default: exclusive)",
    )
    parser.add_argument(
        "--grace", type=_days, default=7, metavar="N", help="bridge gaps of at most N days (default: 7)"
    )
    parser.add_argument("--path", action="store_true", help="follow every change instead of comparing two dates")
    parser.add_argument("--segment", default="", metavar="S", help="only accounts of this segment")
    parser.add_argument("--known-at", type=_day, metavar="DATE", help="only what was known at the end of this day")
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")


def open_for(args: argparse.Namespace) -> "Figures":
    """Return the figures that the options ask for. Raises CommandError for what a person can mend."""
    workspace = open_workspace()
    from tenure.revenue.queries import Criteria, RevenueError, open_figures

    if args.to_on < args.from_on:
        raise CommandError(f"--to {args.to_on} lies before --from {args.from_on}")
    criteria = Criteria(
        from_on=args.from_on,
        to_on=args.to_on,
        overlap=args.overlap,
        end=args.end,
        grace_days=args.grace,
        path=args.path,
        segment=args.segment,
        known_on=args.known_at,
    )
    try:
        return open_figures(workspace=workspace, actor=None, criteria=criteria)
    except RevenueError as error:
        raise CommandError(str(error)) from None


def print_json(document: Any) -> None:
    """Print one document; decimals become JSON numbers with all their digits."""
    import msgspec

    encoded = msgspec.json.Encoder(decimal_format="number").encode(document)
    sys.stdout.write(msgspec.json.format(encoded.decode(), indent=2) + "\n")


def print_definition(definition: dict[str, Any]) -> None:
    """Print what a figure means, before the figure."""
    print(f"{definition['figure']} from {definition['from']} to {definition['to']}, in {definition['currency']}")
    for rule in definition["rules"]:
        print(f"  - {rule}")
    shown = ("overlap", "end", "grace_days", "segment", "known_at", "assumed_known_share", "exchange_rates")
    named = [f"{name} {definition[name]}" for name in shown if definition[name] is not None]
    counted = [f"{definition[name]} {name.replace('_', ' ')}" for name in ("lines", "ignored_lines", "free_lines")]
    print(f"  {', '.join(named)}")
    print(f"  {', '.join(counted)}")
    print()


def print_table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a table: the first column as text, the others at the right."""
    cells = [list(heads), *([_written(value) for value in row] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(heads))]
    for line in cells:
        first, *rest = line
        padded = [text.rjust(width) for text, width in zip(rest, widths[1:], strict=True)]
        print("  ".join([first.ljust(widths[0]), *padded]).rstrip())


def _written(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.4%}"
    return f"{value:,}" if not isinstance(value, str) else value


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date; write it as 2024-12-31") from None
    if not 1900 <= day.year <= 2200:
        raise argparse.ArgumentTypeError(f"'{text}' must lie between 1900 and 2200")
    return day


def _days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 3650:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of days from 0 to 3650")
    return int(text)
