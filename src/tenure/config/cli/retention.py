"""tenure retention"""

import argparse

from tenure.config.cli import DONE
from tenure.config.cli._revenue import add_question, open_for, print_definition, print_json, print_table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_question(parser)


def run(args: argparse.Namespace) -> int:
    figures = open_for(args)
    from tenure.revenue.queries.documents import retention_document

    document = retention_document(figures)
    if args.json:
        print_json(document)
        return DONE
    print_definition(document.pop("definition"))
    print_table(["figure", "value"], [(name.replace("_", " "), value) for name, value in document.items()])
    return DONE
