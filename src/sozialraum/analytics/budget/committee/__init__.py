"""What a committee adds to the formula: rules in its own words, the nearest amounts that keep them, and what each costs."""

from sozialraum.analytics.budget.committee.keeping import Kept, RuleClash, keep_rules
from sozialraum.analytics.budget.committee.rules import (
    CommitteeRule,
    Measure,
    Side,
    Subject,
    read_rules,
    rules_text,
)
from sozialraum.analytics.budget.committee.words import rule_words

__all__ = [
    "CommitteeRule",
    "Kept",
    "Measure",
    "RuleClash",
    "Side",
    "Subject",
    "keep_rules",
    "read_rules",
    "rule_words",
    "rules_text",
]
