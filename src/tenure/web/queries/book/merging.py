"""Laying changed accounts over a book, so that one assignment does not read fifty thousand accounts again."""

import numpy as np

from tenure.web.queries.book.parts import Bool, Facts, Int64, Money, Texts, encode_tags


def merge(old: Facts, new: Facts, changed: Int64) -> Facts:
    """Return `old` without the `changed` accounts and with what `new` knows of them; who is gone, `new` lacks."""
    places = old.places_of(new.ids)
    if len(new) == len(changed) and all(
        place >= 0 and old.names[place] == name for place, name in zip(places.tolist(), new.names, strict=True)
    ):
        return _overlay(old, new, places)
    keep = ~np.isin(old.ids, changed)
    kept: list[int] = np.flatnonzero(keep).tolist()
    names = [old.names[place] for place in kept] + list(new.names)
    ids = np.concatenate([old.ids[keep], new.ids])
    order = np.array(sorted(range(len(names)), key=lambda at: (names[at].casefold(), ids[at])), dtype=np.int64)
    count = len(new)
    texts = {
        name: _texts(old.texts.get(name), new.texts.get(name), keep, count, order)
        for name in {**old.texts, **new.texts}
    }
    tags = [old.tags.of_place[place] for place in kept] + list(new.tags.of_place)
    return Facts(
        ids=ids[order],
        names=[names[at] for at in order],
        texts=texts,
        numbers={
            name: np.concatenate([column[keep], new.numbers[name]])[order] for name, column in old.numbers.items()
        },
        arr=_money(old.arr, new.arr, keep, order),
        risk=_money(old.risk, new.risk, keep, order),
        tags=encode_tags([tags[at] for at in order]),
    )


def _overlay(old: Facts, new: Facts, places: Int64) -> Facts:
    """Return `old` with other facts at some places: nobody came, went or was renamed, so that all stay in place."""
    where = np.full(len(old) + len(new), -1, dtype=np.int64)
    where[: len(old)] = np.arange(len(old))
    where[places] = len(old) + np.arange(len(new))
    order, keep = where[: len(old)], np.ones(len(old), dtype=np.bool_)
    tags = old.tags
    if any(old.tags.of_place[place] != new.tags.of_place[at] for at, place in enumerate(places.tolist())):
        of_place = list(old.tags.of_place)
        for at, place in enumerate(places.tolist()):
            of_place[place] = new.tags.of_place[at]
        tags = encode_tags(of_place)
    names = {**old.texts, **new.texts}
    merged = Facts(
        ids=old.ids,
        names=old.names,
        texts={name: _texts(old.texts.get(name), new.texts.get(name), keep, len(new), order) for name in names},
        numbers={name: np.concatenate([column, new.numbers[name]])[order] for name, column in old.numbers.items()},
        arr=_money(old.arr, new.arr, keep, order),
        risk=_money(old.risk, new.risk, keep, order),
        tags=tags,
    )
    for name in ("folded", "_sorted"):  # worked out from names and ids, which are the same
        if name in old.__dict__:
            merged.__dict__[name] = old.__dict__[name]
    return merged


def _texts(old: Texts | None, new: Texts | None, keep: Bool, count: int, order: Int64) -> Texts:
    before = np.full(int(keep.sum()), -1, dtype=np.int32) if old is None else old.codes[keep]
    keys, labels = (list(old.keys), list(old.labels)) if old else ([], [])
    after = np.full(count, -1, dtype=np.int32)
    if new is not None:
        known = {key: code for code, key in enumerate(keys)}
        codes = np.empty(len(new.keys) + 1, dtype=np.int32)
        codes[-1] = -1
        for number, (key, label) in enumerate(zip(new.keys, new.labels, strict=True)):
            if key not in known:
                known[key] = len(keys)
                keys.append(key)
                labels.append(label)
            codes[number] = known[key]
        after = codes[new.codes]
    return Texts(np.concatenate([before, after])[order], tuple(keys), tuple(labels))


def _money(old: Money, new: Money, keep: Bool, order: Int64) -> Money:
    currencies = tuple(sorted({*old.currencies, *new.currencies}))
    split = int(keep.sum())
    micros = np.zeros((len(currencies), split + new.micros.shape[1]), dtype=np.int64)
    for number, currency in enumerate(currencies):
        if currency in old.currencies:
            micros[number, :split] = old.micros[old.currencies.index(currency)][keep]
        if currency in new.currencies:
            micros[number, split:] = new.micros[new.currencies.index(currency)]
    return Money(currencies, micros[:, order])
