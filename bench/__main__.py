"""python -m bench [--size s|m|l] [--only CASE ...]"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bench.data import SIZES
from bench.report import write_page
from bench.run import Bench, run_all

FOLDER = Path("data/bench")


def main() -> int:
    """Run the benches; with the full size also write the report into the docs."""
    parser = argparse.ArgumentParser(prog="bench", description="Budgets as ratios to floors of the same run.")
    parser.add_argument("--size", choices=sorted(SIZES), default="l", help="s: 1 M events, m: 10 M, l: 100 M")
    parser.add_argument("--only", action="append", default=[], help="run this case only; repeat for several")
    parser.add_argument("--thorough", action="store_true", help="also what takes long")
    args = parser.parse_args()
    from tenure.config.cli import boot

    boot()
    bench = Bench(SIZES[args.size], FOLDER, thorough=args.thorough)
    out = FOLDER / f"report-{args.size}.json"
    report = _with_kept(run_all(bench, set(args.only)), out if args.only else None)
    out.write_text(json.dumps(report, indent=2, default=float))
    if args.size == "l":
        write_page(report)
    print(f"written: {out}")
    return 0


def _with_kept(report: dict[str, Any], kept: Path | None) -> dict[str, Any]:
    """Return the report of some cases with the figures that a report of the same size has of the others."""
    if kept is None or not kept.exists():
        return report
    new = {figure["name"] for figure in report["figures"]}
    old = [figure for figure in json.loads(kept.read_text())["figures"] if figure["name"] not in new]
    return {**report, "figures": sorted([*old, *report["figures"]], key=lambda figure: str(figure["name"]))}


if __name__ == "__main__":
    sys.exit(main())
