"""Files people already have, brought in: reading and mapping here (pure Python), applying in the Django half.

One file goes through four calls. None of them needs Django, none writes anything anywhere.

    from tenure.integrations.files.reading import FileError, ReadOptions, sniff, read_rows
    from tenure.integrations.files.mapping import apply_mapping, content_hash, plan_mapping, propose

    shape = sniff(path, ReadOptions(name="upload.csv"))   # the whole file once, in a limited child process
    proposal = propose(shape, kinds)                      # kinds: {"accounts": [Field, ...], ...}, see below
    plan = plan_mapping(proposal.best.mapping, shape, kinds["accounts"], snapshot=date(2026, 11, 1))
    for chunk in read_rows(path, shape):                  # chunks of at most 5,000 rows, another child process
        for row in apply_mapping(plan, chunk):
            ...

**Reading** (`reading`)

`sniff(path, options=ReadOptions()) -> FileShape` reads the whole file once, so that a truncated, hostile or
broken file is refused before anything is applied. Raises `FileError`.
`read_rows(path, shape, *, limits=Limits()) -> Iterator[Chunk]`; close or exhaust it, and the child is gone.
`dump_shape(shape) -> dict` and `load_shape(dict) -> FileShape`: JSON-ready, to keep a shape between requests.

- `ReadOptions(name="", format=None, encoding=None, delimiter=None, sheet=None, header_row=None, date_order=None,
  decimal=None, limits=Limits())`: what the person decided; None is found out. `name` is the name the person gave
  the file (its extension is compared with the content), by default the path's. `date_order`: "dmy", "mdy", "ymd".
- `FileShape`: `name, format, compression, size_bytes, encoding, delimiter, sheet, sheets, header_row, width, columns,
  row_count, bad_count, sample, notes`, and `names`, `ambiguous`. `row_count` counts the good rows of the whole file
  (for progress), `bad_count` those that are no rows. `sample` holds the first rows as tuples of text. `ambiguous` is
  None or `AmbiguousDateOrder(columns, samples, orders)`; better ask `ambiguous_dates(plan)`, which names only columns
  that a date field really uses: the UI then asks, the CLI exits 2 naming `--date-order`. `notes` are `Message`s worth
  showing (rows that are broken, a decimal comma taken from evidence, sheets left out, ...).
- `ColumnShape`: `index, name, looks, filled, samples, date_order, date_orders, date_samples, decimal, currencies`.
- `Chunk`: `names`, `numbers` (row numbers as the person sees them, header = row 1), `columns` (one list of values per
  column: `str` or native int, Decimal, float, bool, date, datetime, None), `bad` (ragged rows, broken quotes).
- `Message(code, template, params, words)`: every text for people. `template` is an English msgid marked with `N_`;
  the params named in `words` are msgids too. Show it with `message.text(gettext)`; `str(message)` is English.
- `FileError`: `.message`, `.hint` (both `Message`), `.where` (`Where(file, row, column)`), `.code`;
  `error.text(gettext)` says what is wrong and what to do. Codes are stable words, see `reading.texts`.

**Mapping** (`mapping`)

Field declarations are an argument, by duck typing: objects with `.name .type .choices .required`; the first is the
kind's id. `type`: text long_text ref person int decimal amount date datetime bool choice tags; `choices`: values or
(value, label) pairs. `kinds` is a dict of kind name to such a sequence.

- `Mapping(kind, fields, skip, rest, ignore, name, title, system, timezone)`: frozen; `load_mapping(text) -> Mapping`
  (YAML; raises `MappingError` with every problem and its place), `dump_mapping(mapping) -> str`,
  `mapping_problems(mapping, fields, shape=None) -> list[SpecProblem]` (unknown kind, fields and columns).
  A mapping typed by a person and a shipped preset have the same format; the docstring of `mapping.spec` shows it.
- `propose(shape, kinds, kind=None) -> Proposal`: `.candidates` (best first: what kinds this file can feed), `.best`,
  `.sure` (those for which all is there; several: import once per kind, as with telco: accounts, contracts, losses).
  A `KindProposal` has `kind, mapping, preset, score, sure, columns, missing`; each of `columns` is
  `ColumnProposal(column, fields, reason: Message, samples)`; `missing` names required fields that nothing feeds.
- `plan_mapping(mapping, shape, fields, *, snapshot, timezone="UTC") -> Plan`: raises `MappingError`. `snapshot` is
  the day "now" means in the file (known-at or today): used by `months_before` and `snapshot`; `plan.uses_snapshot`
  says so. `plan.columns`: field -> column; `plan.unused` names the columns that go nowhere, `plan.kept` those kept as
  custom fields or properties: state both in the report. `plan.has_id` is False where no column gives the kind's id:
  then the key is `content_hash(row)` + occurrence number.
- `apply_mapping(plan, chunk) -> list[MappedRow]`; `MappedRow(number, values, problems, skipped, raw, cleared)`:
  `values` typed by field type (text str, int, decimal and amount Decimal, date, datetime aware in UTC, bool, tags
  tuple), only fields that have a value; `cleared` names the mapped fields that have none.
  `values["custom"]` (accounts) or `values["properties"]` (events) is a dict of kept columns, JSON-ready.
  `problems`: tuple of `Problem(column, field, message)`; not empty: refuse the row. Whether a required field has a
  value is left to the applying half. `skipped`: a `Message` or None; not None: the row is left out on purpose
  (deleted in the source, ...): count it by reason. `raw`: column to text, as in the file, for the error file.
- `content_hash(row) -> str`: hash over the raw cells; column order, empty and ignored cells make no difference.

Fields every kind may be given beside its own: `known_at` (a mapped source column), `account_name` (the account by its
exact name where the file has no id); for events `line_id` instead of `account_id`.
Rows of contracts may lack `account_id` where `contract_id` is given (a line of a contract imported before), and lack
`mrr` where the product has a list price and billing months (Stripe's subscription items): the applying half
resolves both.
"""
