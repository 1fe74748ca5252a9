"""The words of the demo companies in each language; both languages fill the same fields."""

from tenure.integrations.demo.words.base import Industry, Names, Person, Product, Region, StoryText, Words
from tenure.integrations.demo.words.chinese import CHINESE
from tenure.integrations.demo.words.english import ENGLISH
from tenure.integrations.demo.words.robots_chinese import ROBOTS_CHINESE
from tenure.integrations.demo.words.robots_english import ROBOTS_ENGLISH

WORDS = {"en": ENGLISH, "zh": CHINESE}
ROBOT_WORDS = {"en": ROBOTS_ENGLISH, "zh": ROBOTS_CHINESE}

__all__ = [
    "ROBOT_WORDS",
    "WORDS",
    "Industry",
    "Names",
    "Person",
    "Product",
    "Region",
    "StoryText",
    "Words",
]
