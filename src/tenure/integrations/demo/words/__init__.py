"""The words of the demo companies in each language; both languages fill the same fields."""

from tenure.integrations.demo.words.base import Industry, Names, Person, Product, Region, StoryText, Words
from tenure.integrations.demo.words.chinese import CHINESE
from tenure.integrations.demo.words.english import ENGLISH

WORDS = {"en": ENGLISH, "zh": CHINESE}

__all__ = ["WORDS", "Industry", "Names", "Person", "Product", "Region", "StoryText", "Words"]
