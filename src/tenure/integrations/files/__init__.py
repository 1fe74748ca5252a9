"""Files people already have, brought in: reading and mapping here (pure Python), applying in the Django half.

One file goes through four calls. None of the first three needs Django, none writes anything anywhere.

    from tenure.integrations.files.reading import FileError, ReadOptions, sniff, read_rows
    from tenure.integrations.files.mapping import apply_mapping, content_hash, plan_mapping, propose

    shape = sniff(path, ReadOptions(name="upload.csv"))       # whole file checked once, in a limited child process
    proposal = propose(shape, kinds)                          # kinds: {"accounts": [Field, ...], ...}, see below
    plan = plan_mapping(proposal.best.mapping, shape, kinds["accounts"], snapshot=date(2026, 11, 1))
    for chunk in read_rows(path, shape):                      # chunks of at most 5,000 rows, second child process
        for row in apply_mapping(plan, chunk):
            ...

**Reading** (`reading`)

`sniff(path, options=ReadOptions()) -> FileShape` reads the whole file once, so that a truncated, hostile or
broken file is refused before anything is applied. Raises `FileError`.
`read_rows(path, shape, *, limits=Limits()) -> Iterator[Chunk]`; close the iterator (or exhaust it) and the child is gone.
`dump_shape(shape) -> dict` and `load_shape(dict) -> FileShape`: JSON-ready, to keep a shape between two requests.

- `ReadOptions(name="", format=None, encoding=None, delimiter=None, sheet=None, header_row=None, date_order=None,
  decimal=None, limits=Limits())`: what the person decided; None is found out. `name` is the name the person gave the
  file (its extension is compared with the content), by default the path's. `date_order` is "dmy", "mdy" or "ymd".
- `FileShape`: `name, format, compression, encoding, delimiter, sheet, sheets, header_row, columns, row_count,
  sample, notes, ambiguous`. `row_count` counts data rows of the whole file (for progress). `sample` holds the first
  rows as tuples of text. `ambiguous` is None or `AmbiguousDateOrder(columns, samples)`; ask
  `ambiguous_dates(plan)` of mapping, which names only columns that a date field really uses:
  the UI then asks, the CLI exits 2 naming `--date-order`. `notes` are `Message`s worth showing (rows that are
  broken, a decimal comma taken from evidence, sheets left out, ...).
- `ColumnShape`: `index, name, looks, filled, samples, date_order, decimal, currencies`.
- `Chunk`: `numbers` (row numbers as the person sees them, header = row 1), `columns` (one list of values per column,
  `str` or native int, Decimal, float, bool, date, datetime, None), `bad` (rows that are no rows: ragged, broken quotes).
- `Message(code, template, params)`: every text for people. `template` is an English msgid marked with `N_`;
  show it with `gettext(message.template) % message.params`; `str(message)` is the English text.
- `FileError`: `.message`, `.hint` (both `Message`), `.where` (`Where(file, row, column)`), `.code`.
  `str(error)` is a whole English sentence pair. Codes are stable words: `missing`, `empty`, `no_rows`, `wrong_extension`, ...

**Mapping** (`mapping`)

Field declarations are an argument, by duck typing: objects with `.name .type .choices .required`
(`type`: text int decimal amount date datetime bool choice tags url email json reference; `choices`: values or
(value, label) pairs). `kinds` is a dict of kind name to such a sequence.

- `Mapping(kind, fields, skip, rest, ignore, name, title, system, timezone)`: frozen; `load_mapping(text) -> Mapping`
  (YAML; raises `MappingError` with every problem and its place), `dump_mapping(mapping) -> str`,
  `mapping_problems(mapping, fields, shape=None) -> list[Problem]` (unknown fields and columns, missing ones).
  Text typed by a user and a shipped preset are the same format; the module docstring of `mapping.spec` shows it.
- `propose(shape, kinds, kind=None) -> Proposal`: `proposal.candidates` (best first: what kinds this file can feed; several
  with `sure=True` mean: import it once per kind, e.g. telco = accounts + contracts + losses), `proposal.best`. A `KindProposal`
  has `kind, mapping, preset, score, sure, columns, missing`; each of `columns` is
  `ColumnProposal(column, fields, reason: Message, samples)`; `missing` names required fields nothing feeds.
- `plan_mapping(mapping, shape, fields, *, snapshot, timezone="UTC") -> Plan`: raises `MappingError`. `snapshot` is the day
  "now" means in the file (known-at or today): only mappings with `months_before` or `snapshot` use it; `plan.uses_snapshot` says so.
  `plan.unused` names the columns that go nowhere, `plan.kept` those kept as custom fields or properties: state both in the report.
  `plan.has_id` is False where no column gives the kind's id: then the key is `content_hash(row)` + occurrence number.
- `apply_mapping(plan, chunk) -> list[MappedRow]`; `MappedRow(number, values, problems, skipped, raw)`:
  `values` typed by field type (text str, int, decimal and amount Decimal, date, datetime aware in UTC, bool, tags tuple), only
  fields that have a value; empty cells are absent, except that `row.cleared` names mapped fields whose cell was empty.
  `values["custom"]` (accounts) or `values["properties"]` (events) is a dict of kept columns, JSON-ready.
  `problems`: tuple of `Problem(column, field, message)`; not empty: reject the row. `skipped`: a `Message` or None;
  not None: the row is left out on purpose (deleted in the source, ...): count it by reason.
  `raw`: dict of column to text, as in the file, for the error file.
- `content_hash(row) -> str`: hash over the raw cells, independent of column order and of empty cells.

Fields every kind may be given beside its own: `known_at` (a mapped source column), `account_name` (the account named
by its exact name where the file has no id), for events `line_id` instead of `account_id`.
Rows of contracts may lack `account_id` where `contract_id` is given (a line of a contract imported before), and lack `mrr`
where the product has a list price and billing months (Stripe's subscription items): the applying half resolves both.
"""
