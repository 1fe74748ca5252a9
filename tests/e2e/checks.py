"""What must hold on every picture: nothing sticks out, no English on a Chinese page, nothing axe calls serious."""

import re
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tenure.config.messages import domains, read
from tests.e2e.screens import BAD_FILE

HERE = Path(__file__).resolve().parent
OVERFLOW = (HERE / "overflow.js").read_text()
TEXTS = (HERE / "texts.js").read_text()
WORD = re.compile(r"[A-Za-z][A-Za-z'’-]+[A-Za-z]")
ADDRESS = re.compile(r"\S+@\S+|\S+://\S+|[\w-]+(\.[\w-]+)+|/[\w/.-]+|[\w]+_[\w_]+")
# Words that stand in Latin letters in Chinese product text, too.
CUSTOMARY = """
    ARR MRR NRR GRR CSM CSV XLSX TSV JSON JSONL YAML API NPS CSAT CES AUC CAC LTV UTC QBR SOP SaaS CTA CRM USD EUR GBP
    CNY Tenure HubSpot Salesforce Stripe Zendesk Parquet gzip UTF GB18030 Excel SQL URL IP ISO Enter Esc Ctrl English
    Lines csv utf crm storage online running active
    mrr arr logo Logo email OpenAPI CLI BOM zip ARPA ID iOS Android Chrome Python min max
"""
LATIN = frozenset(CUSTOMARY.split())
UPLOADED = frozenset(cell for line in BAD_FILE.read_text().split() for cell in line.split(",")) | {"Work orders"}
UPLOADED_WORDS = frozenset(WORD.findall(BAD_FILE.read_text()))


def overflow(page: Page) -> list[str]:
    """Return the elements that stick out of a page which is not to scroll sideways."""
    return [f"sticks out: {text}" for text in page.evaluate(OVERFLOW)]


def english_left(page: Page, known_names: set[str]) -> list[str]:
    """Return the texts of a Chinese page that were not translated.

    A text is English when it is a message of the catalogues in its original, or holds a Latin word that is neither
    on the list of customary ones nor in the data shown.
    """
    found = []
    exact, patterns = english_messages()
    for text in page.evaluate(TEXTS):
        if text in UPLOADED:
            continue
        if text in exact or any(pattern.fullmatch(text) for pattern in patterns):
            found.append(f"English: {text[:90]!r}")
            continue
        plain = ADDRESS.sub(" ", " ".join(part for part in text.split(" · ") if part not in UPLOADED))
        words = set(WORD.findall(plain)) - LATIN - UPLOADED_WORDS
        strange = {word for word in words if word.lower() not in known_names}
        if strange:
            found.append(f"English word {', '.join(sorted(strange))}: {text[:90]!r}")
    return found


@lru_cache(maxsize=1)
def english_messages() -> tuple[set[str], list[re.Pattern[str]]]:
    """Return the originals of all messages whose translation differs: whole, and as patterns."""
    exact: set[str] = set()
    patterns = []
    for domain in domains():
        for message in read(domain):
            ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
            strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
            for text in ids:
                if not text or text in strings or not WORD.search(text):
                    continue
                if "%(" in text or "{" in text:
                    parts = [re.escape(part) for part in re.split(r"%\(\w+\)[sd]|\{\w*\}", text)]
                    if any(WORD.search(part) for part in parts):
                        patterns.append(re.compile(".+".join(parts)))
                else:
                    exact.add(text)
    return exact, patterns


def names_in_data(home: Path) -> set[str]:
    """Return every Latin word of the demo data, in small letters: those may stand on a Chinese page."""
    words: set[str] = set()
    with sqlite3.connect(f"file:{home / 'tenure.sqlite3'}?mode=ro", uri=True) as connection:
        tables = [row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            if not table.startswith(("django_", "sqlite_")):
                for row in connection.execute(f'select * from "{table}" limit 5000'):
                    words.update(word.lower() for word in words_of(row))
    return words


def words_of(row: Iterable[Any]) -> list[str]:
    """Return the Latin words in the texts of a row."""
    return [word for value in row if isinstance(value, str) for word in WORD.findall(value)]


def axe_findings(page: Page) -> list[str]:
    """Return what axe calls serious or critical."""
    result = Axe().run(page, options={"resultTypes": ["violations"]})
    found = []
    for violation in result.response["violations"]:
        if violation["impact"] in {"serious", "critical"}:
            targets = "; ".join(str(node["target"][0]) for node in violation["nodes"][:3])
            found.append(f"axe {violation['impact']}: {violation['id']} at {targets}")
    return found
