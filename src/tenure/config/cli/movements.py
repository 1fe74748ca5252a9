"""tenure movements"""

import argparse

from tenure.config.cli import DONE
from tenure.config.cli._revenue import add_question, open_for, print_definition, print_json, print_table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_question(parser, is_by_month=True)


def run(args: argparse.Namespace) -> int:
    figures = open_for(args)
    from tenure.revenue.queries.documents import movement_documents

    months = movement_documents(figures.movements)
    if args.json:
        print_json(months)
        return DONE
    print_definition(figures.define(figures.movements.definition))
    heads = ["month end", "mrr", "customers", "new", "reactivation", "expansion", "contraction", "churn"]
    keys = [head.replace(" ", "_") for head in heads]
    print_table(heads, [[month[key] for key in keys] for month in months])
    return DONE
