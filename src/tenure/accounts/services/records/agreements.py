"""The contract behind a contract line: found, made or completed from the line's own row."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tenure.accounts.choices import LineKind
from tenure.accounts.kinds import get_kind
from tenure.accounts.kinds.contracts import LINE_CONTENT
from tenure.accounts.models import Contract, Product
from tenure.accounts.services.records.inputs import Pk, RecordInput
from tenure.accounts.services.records.rows import Row
from tenure_engine.words import N_

if TYPE_CHECKING:
    from tenure.accounts.services.records.writer import RecordWriter

NO_ACCOUNT = N_("the row names no account, and the contract '%(value)s' is unknown")
NO_AMOUNT = N_("no amount: a new line needs mrr, arr, amount, unit_price, or a product with a price")
EMPTY = N_("'%(field)s' is empty, and a new record needs it")
HEADER_FIELDS = ("account_id", "signed_on", "auto_renew", "currency")


def check(writer: "RecordWriter", rows: list[Row]) -> None:
    """Reject new lines without an amount or a start, before anything is made for them."""
    new = [row for row in rows if row.is_open and row.record_id is None and _is_line(row)]
    contracts, products = _known_contracts(writer, new), _products(writer, new)
    first: dict[str, Row] = {}
    for row in new:
        if not _has_amount(row, products):
            row.reject("mrr", NO_AMOUNT)
            continue
        header = contracts.get(_contract_key(row))
        start = first.setdefault(_contract_key(row), row).values.get("start_date")
        if row.values.get("start_date") is None and (header.starts_on if header else start) is None:
            row.reject("start_date", EMPTY, field="start_date")


def settle(writer: "RecordWriter", rows: list[Row]) -> None:
    """Give every new line its contract; a row without anything of a line only writes the contract."""
    new = [row for row in rows if row.is_open and row.record_id is None]
    for row in new:
        row.values.setdefault("contract_id", None)
    contracts = _known_contracts(writer, new)
    inputs = [_header(row, contracts) for row in new]
    outcomes = _write(writer, [given for given in inputs if given is not None])
    for row, given in zip(new, inputs, strict=True):
        if given is None:
            row.reject("account_id", NO_ACCOUNT, value=row.values.get("contract_id") or "")
            continue
        outcome = outcomes[id(given)]
        if outcome.problems:
            row.problems += outcome.problems
        elif not _is_line(row):
            row.record_id, row.result = outcome.record_id, outcome.result
        else:
            row.values["contract_id"] = Pk(outcome.record_id or 0)
    _complete(writer, [row for row in new if row.is_open])
    for row in rows:
        if row.is_open and row.record_id is not None:
            row.values.pop("contract_id", None)


def _known_contracts(writer: "RecordWriter", rows: list[Row]) -> dict[str, Contract]:
    keys = {_contract_key(row) for row in rows}
    found = writer.resolver.look_up("agreements", keys)
    contracts = Contract.objects.in_bulk([found[key] for key in keys if key in found])
    return {key: contracts[found[key]] for key in keys if found.get(key) in contracts}


def _contract_key(row: Row) -> str:
    return str(row.values.get("contract_id") or row.given.key)


def _is_line(row: Row) -> bool:
    """Whether a row is a line: it says something of one, or has an id of its own beside its contract's."""
    if any(row.values.get(name) is not None for name in LINE_CONTENT):
        return True
    contract, key = row.values.get("contract_id"), row.given.key
    return contract is None or not (key == str(contract) or key.startswith(f"{contract}#"))


def _header(row: Row, contracts: dict[str, Contract]) -> RecordInput | None:
    """The contract's own row, or None where nothing says whose contract it is."""
    key = _contract_key(row)
    known = contracts.get(key)
    if row.values.get("account_id") is None:
        if known is None:
            return None
        row.values["account_id"] = Pk(known.account_id)
    values = {name: row.values[name] for name in HEADER_FIELDS if row.values.get(name) is not None}
    if not _is_line(row):
        values |= {name: row.values[name] for name in ("start_date", "end_date") if name in row.values}
    if known is None:
        values["number"] = key
        for name in ("start_date", "end_date"):
            if row.values.get(name) is not None:
                values[name] = row.values[name]
    given = row.given
    return RecordInput(given.row, key, values, given.known_at, given.is_assumed, given.system)


def _write(writer: "RecordWriter", inputs: list[RecordInput]) -> dict[int, Any]:
    from tenure.accounts.services.records.writer import RecordWriter

    headers = RecordWriter(
        kind=get_kind("agreements"),
        workspace=writer.workspace,
        actor=writer.actor,
        import_id=writer.import_id,
        system=writer.system,
        resolver=writer.resolver,
    )
    outcomes = {}
    seen: dict[str, Any] = {}
    for given, outcome in zip(inputs, headers.apply(_once(inputs)), strict=True):
        # several lines of one contract: the first row makes it, the others belong to the same
        first = seen.setdefault(given.key, outcome)
        outcomes[id(given)] = first
    return outcomes


def _once(inputs: list[RecordInput]) -> list[RecordInput]:
    """Let later rows of one contract repeat the first, so that differing line dates are no contradiction."""
    first: dict[str, RecordInput] = {}
    return [first.setdefault(given.key, given) for given in inputs]


def _products(writer: "RecordWriter", rows: list[Row]) -> dict[str, Product]:
    """The products that are there, by the name that rows give them."""
    named = {str(row.values["product"]) for row in rows if row.values.get("product") is not None}
    ids = writer.resolver.look_up("products", named)
    products = Product.objects.in_bulk([ids[name] for name in named if name in ids])
    return {name: products[ids[name]] for name in named if ids.get(name) in products}


def _complete(writer: "RecordWriter", rows: list[Row]) -> None:
    """Fill what the row leaves to its contract (dates, currency) and to its product (price, kind)."""
    contracts = Contract.objects.in_bulk({int(row.values["contract_id"]) for row in rows})
    products = _products(writer, rows)
    for row in rows:
        contract = contracts[int(row.values["contract_id"])]
        if row.values.get("start_date") is None:
            row.values["start_date"] = contract.starts_on
        if "end_date" not in row.values:
            row.values["end_date"] = contract.ends_on
        product = products.get(str(row.values.get("product")))
        if product is not None:
            if row.values.get("mrr") is None and row.values.get("recurring") is not False:
                _price(row.values, product)
            if not row.values.get("kind") and product.kind != LineKind.ONE_OFF:
                row.values["kind"] = product.kind
        if not row.values.get("currency"):
            row.values["currency"] = contract.currency or writer.workspace.currency


def _has_amount(row: Row, products: dict[str, Product]) -> bool:
    if row.values.get("mrr") is not None or row.values.get("recurring") is False:
        return True
    product = products.get(str(row.values.get("product")))
    return product is not None and product.list_price is not None


def _price(values: dict[str, Any], product: Product) -> None:
    if product.list_price is None:
        return
    total = Decimal(product.list_price) * Decimal(values.get("quantity") or 1)
    values["currency"] = values.get("currency") or product.currency
    if product.kind == LineKind.ONE_OFF:
        values |= {"recurring": False, "kind": LineKind.ONE_OFF, "one_off_amount": total}
    else:
        values["mrr"] = total / Decimal(product.billing_months or 1)
