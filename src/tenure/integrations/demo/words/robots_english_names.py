"""English variant of the service-robot company's names: the same customers, written in pinyin."""

from dataclasses import replace

from tenure.integrations.demo.words.base import Industry, Person, Product, Region
from tenure.integrations.demo.words.chinese_names import NAMES as CHINESE
from tenure.integrations.demo.words.english_names import NAMES as SAAS

_LATIN = CHINESE.latin

NAMES = replace(
    SAAS,
    vendor="Yingxiao Robotics",
    product="Yingxiao",
    currency="CNY",
    work_starts_utc=0,
    stems=tuple(
        dict.fromkeys("".join(_LATIN[letter] for letter in stem).capitalize() for stem in CHINESE.stems),
    ),
    company="{city} {stem} {suffix}",
    industries=(
        Industry("museum", "Museums", ("Museum", "Art Museum", "Science Museum", "Memorial Hall"), 1.5),
        Industry("ktv", "Leisure", ("KTV", "KTV Plaza", "Music Club"), 1.6),
        Industry("scenic", "Scenic areas", ("Scenic Area", "Old Town", "Wetland Park", "Hot Springs"), 1.8),
        Industry(
            "meeting", "Meetings and fairs", ("Conference Center", "Exhibition Center", "Convention Hotel"), 0.4
        ),
    ),
    scenarios={
        "museum": "Museum guide",
        "ktv": "KTV reception",
        "scenic": "Scenic area guide",
        "meeting": "Meeting reception",
    },
    scenario_label="Scenario",
    regions=(
        Region("East China", (("Suzhou", "CN"), ("Hangzhou", "CN"), ("Ningbo", "CN"), ("Nanjing", "CN"))),
        Region("South China", (("Foshan", "CN"), ("Xiamen", "CN"), ("Zhuhai", "CN"), ("Guilin", "CN"))),
        Region("Central China", (("Wuhan", "CN"), ("Changsha", "CN"), ("Zhengzhou", "CN"), ("Luoyang", "CN"))),
        Region("Southwest China", (("Chengdu", "CN"), ("Chongqing", "CN"), ("Kunming", "CN"), ("Guiyang", "CN"))),
    ),
    given=tuple((latin.capitalize(), latin) for _, latin in CHINESE.given),
    family=tuple((latin.capitalize(), latin) for _, latin in CHINESE.family),
    titles={
        "decision_maker": ("Museum director", "General manager", "Director of operations"),
        "champion": ("Head of digital services", "Head of guides", "Service manager"),
        "liaison": ("Front desk lead", "Duty manager", "Equipment keeper"),
        "admin": ("Head of information center", "System administrator"),
        "end_user": ("Guide", "Receptionist", "Lobby manager"),
        "detractor": ("Controller", "Purchasing manager"),
    },
    departments=("Operations", "Services", "Information center", "Purchasing", "Finance"),
    resellers=("Hu'an Smart Technology", "Yueqiao Smart Devices", "Shucheng Travel Services", "Zhongyuan Agents"),
    campaigns={
        "website": ("Guide robot solutions", "Online demo"),
        "event": ("Museum fair", "Travel equipment fair", "Service robot congress"),
        "outbound": ("Calls to venues",),
        "advertising": ("Trade journal", "Feed ads"),
        "partner": ("Agents programme",),
        "referral": ("Customer brings customer",),
    },
    teams=("Museums and meetings", "Travel and leisure"),
    staff=tuple(
        Person(name, person.mail)
        for name, person in zip(
            (
                "Shen Yiming",
                "Lin Ruoxi",
                "Chen Yutong",
                "Zhou Zimo",
                "He Jingyi",
                "Liang Haoran",
                "Xu Wenbo",
                "Gao Zhenyu",
                "Su Kexin",
            ),
            CHINESE.staff,
            strict=True,
        )
    ),
    person="{family} {given}",
    products=(
        Product("service", "Robot service fee", "time", "robot", 980, "Service fee"),
        Product("content", "Guide content", "content", "month", 1600, "Add-on"),
        Product("languages", "Languages", "time", "month", 1200, "Add-on"),
        Product("dashboard", "Visitor dashboard", "time", "month", 1500, "Add-on"),
        Product("care", "On-site inspection", "time", "month", 1800, "Add-on"),
        Product("installation", "Installation", "one_off", "day", 3000, "Service"),
    ),
    phone=CHINESE.phone.replace("转", "ext."),
    sites=(
        "Ground floor hall",
        "East gallery",
        "West gallery",
        "Visitor center",
        "Main entrance",
        "Meeting area",
        "Corridor",
        "South gate",
    ),
    device_model="Reception robot Y2",
    device_status="In use",
    device_states={"down": "In repair", "off": "Offline", "retired": "Taken down"},
    tags=("reference", "signed by agent", "pilot", "several venues", "audited"),
)
