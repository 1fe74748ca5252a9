import re

from tenure.integrations.demo.types import DemoCompany

TEXTS = {
    "accounts": ("name", "industry", "region", "segment", "stage", "source"),
    "contacts": ("name", "title", "department"),
    "tickets": ("subject", "topic"),
    "surveys": ("comment",),
    "touchpoints": ("subject", "summary", "outcome"),
    "losses": ("reason", "detail"),
    "opportunities": ("name", "stage"),
    "notes": ("text",),
    "devices": ("model", "site", "status"),
    "products": ("name", "unit", "category"),
}
ALLOWED = re.compile(r"App|NPS|ERP|Excel|KTV|T1|Y2|4G|\d")


def test_every_text_a_person_reads_is_chinese(each_chinese: DemoCompany) -> None:
    for kind, fields in TEXTS.items():
        for row in each_chinese.records[kind]:
            for field in fields:
                rest = ALLOWED.sub("", str(row[field] or ""))
                assert not re.search(r"[A-Za-z]", rest), (kind, field, row[field])


def test_stories_are_told_in_chinese(each_chinese: DemoCompany) -> None:
    for told in each_chinese.stories:
        assert re.search(r"[\u4e00-\u9fff]", told.title + told.see + told.account_name)


def test_every_kind_of_event_is_described(each_chinese: DemoCompany, each: DemoCompany) -> None:
    for demo in (each_chinese, each):
        assert set(demo.event_texts) == set(demo.events.names)
        assert all(demo.event_texts.values())


def test_a_name_that_names_a_city_names_its_own(each_chinese: DemoCompany) -> None:
    cities = {str(row["城市"]) for row in each_chinese.latest("accounts").values()}
    for row in each_chinese.latest("accounts").values():
        assert [city for city in cities if city in str(row["name"])] in ([], [row["城市"]])


def test_no_template_is_left_unfilled(each_chinese: DemoCompany, each: DemoCompany) -> None:
    for demo in (each_chinese, each):
        for rows in demo.records.values():
            assert not [row for row in rows for value in row.values() if isinstance(value, str) and "{" in value]


def test_mail_addresses_are_latin_and_lead_nowhere(each_chinese: DemoCompany) -> None:
    for row in each_chinese.records["contacts"]:
        assert re.fullmatch(r"[a-z]+\.[a-z]+@[a-z0-9-]+\.example", str(row["email"]))
