"""However a file is damaged, the answer is rows or a reason, never a failure of the reader itself."""

import gzip
import io
import random

import pytest

from tenure.integrations.files.reading.child.__main__ import Request, answer
from tenure.integrations.files.reading.types import ReadOptions
from tenure.integrations.files.reading.wire import HEADER_BYTES, decode_frame
from tenure.integrations.files.tests.reading_files import parquet, workbook

DAMAGES = 120
TABLE = "id,name,on,mrr\n" + "".join(f'{n},"N, {n}",{n % 28 + 1:02d}/04/2024,"1.{n:03d},50"\n' for n in range(60))
CHINESE = "客户编号,客户名称\n" + "1,上海星辰\n" * 30
PIECES = [b'"', b"\n", b",", b"\0", b"\r", b"\xff", b'""', b"'=", b"{", b"}", b"\t", b"\xe4\xb8"]


def content(name, tmp_path):
    made = {
        "a.csv": lambda: TABLE.encode(),
        "b.csv.gz": lambda: gzip.compress(TABLE.encode()),
        "c.csv": lambda: CHINESE.encode("gb18030"),
        "d.csv": lambda: CHINESE.encode("utf-16"),
        "e.jsonl": lambda: b'{"id": 1, "plan": {"a": 1.5, "b": [1, 2]}}\n' * 40,
        "f.xlsx": lambda: workbook(tmp_path / name, [["id", "n"], *([n, n * 1.5] for n in range(50))]).read_bytes(),
        "g.parquet": lambda: parquet(tmp_path / name, {"id": list(range(300)), "n": ["x"] * 300}).read_bytes(),
    }
    return made[name]()


def damaged(data, chance):
    data = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, what = chance.randrange(len(data) + 1), chance.random()
        if what < 0.35 and at < len(data):
            data[at] = chance.randrange(256)
        elif what < 0.5:
            data[at:at] = chance.choice(PIECES) * chance.randint(1, 3)
        elif what < 0.7:
            del data[at : at + chance.randint(1, 200)]
        elif what < 0.85:
            start = chance.randrange(len(data) + 1)
            data[at:at] = data[start : start + chance.randint(1, 100)]
        else:
            del data[at:]
    return bytes(data)


@pytest.mark.parametrize("name", ["a.csv", "b.csv.gz", "c.csv", "d.csv", "e.jsonl", "f.xlsx", "g.parquet"])
def test_damage_is_answered_with_rows_or_a_reason(tmp_path, name):
    chance = random.Random(name)
    whole = content(name, tmp_path)
    for _ in range(DAMAGES):
        data, out = damaged(whole, chance), io.BytesIO()
        answer(Request("shape", ReadOptions(name=name)), io.BytesIO(data), out)
        sent = out.getvalue()
        size = int.from_bytes(sent[:HEADER_BYTES], "big")
        kind, payload = decode_frame(sent[HEADER_BYTES : HEADER_BYTES + size])
        assert kind in ("shape", "refused")
        assert kind == "shape" or payload[0] != "reader_failed", (payload, data)
