"""Every refusal has a text, every text is used, and none can fail to fill in."""

import re
from pathlib import Path

import pytest

from tenure.integrations.files.reading import FileError, Message, Where
from tenure.integrations.files.reading.texts import FILE_TEXTS, NOTE_TEXTS, ROW_TEXTS, file_error

FOLDER = Path(__file__).parents[1] / "reading"
SOURCE = "\n".join(path.read_text() for path in FOLDER.rglob("*.py") if path.name != "texts.py")
PLACES = re.compile(r"%\((\w+)\)s")


def test_every_code_that_is_raised_has_a_text_and_every_text_is_raised():
    raised = set(re.findall(r'(?:Refused\(|file_error\(|")([a-z_]+)"', SOURCE))
    assert set(FILE_TEXTS) <= raised
    assert set(ROW_TEXTS) <= raised
    assert set(NOTE_TEXTS) <= raised
    assert set(re.findall(r'Refused\("([a-z_]+)"', SOURCE)) <= set(FILE_TEXTS)


@pytest.mark.parametrize("code", FILE_TEXTS)
def test_every_error_names_its_file_or_what_was_looked_for(code):
    text = FILE_TEXTS[code]
    assert PLACES.findall(text.wrong)
    params = dict.fromkeys(PLACES.findall(text.wrong + text.todo), "x")
    error = file_error(code, params, Where("a.csv", 3))
    assert isinstance(error, FileError)
    assert "%(" not in str(error)
    assert text.todo, "say what to do"


def test_a_message_translates_its_words_too():
    message = Message("x", "%(file)s is %(found)s", {"file": "a.csv", "found": "a picture"}, ("found",))
    chinese = {"%(file)s is %(found)s": "%(file)s 是%(found)s", "a picture": "图片"}
    assert message.text(lambda text: chinese.get(text, text)) == "a.csv 是图片"
    assert str(message) == "a.csv is a picture"
