"""Level 1 as SQL: the same sums as `level1`, said as one GROUP BY.

The text reads a relation `events` (columns of the log) and a relation `kinds` (name, number, word, bit, login:
the event kinds, the word and the bit of each in the mask, whether it is a log-in). It uses nothing that engines
are known to differ in: no interval, no division of integers, no approximate count. Words of the mask beyond the
first are made by repeating one expression.
"""

from tenure_engine.rollup.sums import MICROSECONDS_OF_A_DAY, MILLIONTHS

_DAY = f"CAST(epoch_us(e.occurred_at) // {MICROSECONDS_OF_A_DAY} AS INTEGER)"
_WORD = "coalesce(bit_or(CASE WHEN k.word = {word} THEN k.bit END), 0::UBIGINT) AS mask{word}"
_LONG = "CAST({} AS BIGINT)"
_WHOLE = _LONG.format("coalesce(sum(CAST(floor(e.value) AS BIGINT)), 0)")
_MILLIONTHS = _LONG.format(
    f"coalesce(sum(CAST(round_even((e.value - floor(e.value)) * {MILLIONTHS}.0, 0) AS BIGINT)), 0)"
)


def duckdb_user_sums(words: int) -> str:
    """Return DuckDB's SQL for the user sums with a mask of `words` words, sorted by account, user, day."""
    masks = ",\n       ".join(_WORD.format(word=word) for word in range(words))
    # only numbers and our own names go into the text
    return f"""
SELECT e.account_id AS account,
       e.user_id AS user_id,
       {_DAY} AS day,
       {_LONG.format("sum(e.count)")} AS count,
       CAST(coalesce(sum(CASE WHEN k.login THEN e.count END), 0) AS INTEGER) AS logins,
       {_LONG.format("sum(e.seconds)")} AS seconds,
       {masks}
FROM events e JOIN kinds k ON k.name = e.name
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
"""  # noqa: S608


def duckdb_kind_sums() -> str:
    """Return DuckDB's SQL for the kind sums, sorted by account, day, kind."""
    return f"""
SELECT e.account_id AS account,
       {_DAY} AS day,
       k.number AS kind,
       {_LONG.format("sum(e.count)")} AS count,
       {_WHOLE} AS whole,
       {_MILLIONTHS} AS millionths
FROM events e JOIN kinds k ON k.name = e.name
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
"""  # noqa: S608
