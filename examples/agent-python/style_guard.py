"""Tells spam from ham by how a mail is written, not by what it says."""

import math
import re
from dataclasses import dataclass

# Log-odds of spam before anything is read: about three mails in ten are spam.
PRIOR = -1.5


@dataclass(frozen=True)
class Verdict:
    label: str
    confidence: float  # the probability of that label
    words_read: int


def _share(found: int, of: int) -> float:
    return found / of if of else 0.0


def judge(subject: str, text: str, *, threshold: float, markup_weight: float, shouting_weight: float) -> Verdict:
    """A logistic score over markup, shouting, money and quoting; `threshold` is the probability from which a mail is called spam."""
    whole = f"{subject}\n{text}"
    words = re.findall(r"[^\W\d_]+", whole)
    letters = sum(map(len, words))
    markup = min(1.0, 20 * _share(len(re.findall(r"<[a-zA-Z/]", text)), len(words)))
    shouting = min(1.0, 4 * _share(sum(len(word) for word in words if len(word) > 3 and word.isupper()), letters) + 0.1 * whole.count("!"))
    money = min(1.0, len(re.findall(r"[$€£]\s?\d|\d\s?%", whole)) / 3)
    quoting = 1.0 if re.search(r"^(>|On .* wrote:)", text, re.MULTILINE) else 0.0
    log_odds = PRIOR + markup_weight * markup + shouting_weight * shouting + 1.5 * money - 2.0 * quoting
    spam = 1 / (1 + math.exp(-log_odds))
    label = "spam" if spam >= threshold else "ham"
    return Verdict(label, spam if label == "spam" else 1 - spam, len(words))
