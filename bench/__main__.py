"""python -m bench [--size s|m|l] [--only CASE ...]"""

import argparse
import json
import sys
from pathlib import Path

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
    report = run_all(bench, set(args.only))
    out = FOLDER / f"report-{args.size}.json"
    out.write_text(json.dumps(report, indent=2))
    if args.size != "s" and not args.only:
        write_page(report)
    print(f"written: {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
