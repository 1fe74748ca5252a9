"""tenure rates"""

import argparse

from tenure.config.cli import DONE
from tenure.config.cli._revenue import add_question, open_for, print_definition, print_json, print_table


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_question(parser)


def run(args: argparse.Namespace) -> int:
    figures = open_for(args)
    from tenure.revenue.queries.documents import rates_document

    document = rates_document(figures)
    if args.json:
        print_json(document)
        return DONE
    print_definition(document.pop("definition"))
    result = document.pop("cs_result")
    rows = [
        (name.replace("_", " "), rate["numerator"], rate["denominator"], rate["rate"])
        for name, rate in document.items()
    ]
    print_table(["rate", "numerator", "denominator", "value"], rows)
    print()
    amounts = [("MRR", *(result[name] for name in ("renewed", "expanded", "churned", "result")))]
    counts = [("customers", *(result[name] for name in ("renewed_n", "expanded_n", "churned_n", "result_n")))]
    print_table(["customer success", "renewed", "expanded", "churned", "result"], amounts + counts)
    print()
    for name, rate in document.items():
        print(f"{name.replace('_', ' ')}: {rate['rule']}")
    print(f"customer success: {result['rule']}")
    return DONE
