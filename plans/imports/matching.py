"""Which indicator of the catalogue a sentence may be about, by the words they share."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from plans.models import Indicator
from vietnamese.text import search_key

WORTH_SHOWING = 0.55
_MOST = 2
_BEFORE = 0.6  # what a word counts that stands before the sentence in its paragraph, or in the heading above
_OTHER_UNIT = 0.75
_BACK = 0.25  # how much it counts that the name says what the sentence says, beside the other way round


@dataclass(frozen=True)
class Suggestion:
    """An indicator with how far its name and the sentence say the same, rare words weighing more."""

    indicator: Indicator
    score: float

    @property
    def percent(self) -> int:
        return round(self.score * 100)


class Catalogue:
    """All indicators, read once."""

    @cached_property
    def indicators(self) -> list[Indicator]:
        return list(Indicator.objects.order_by("code"))

    @cached_property
    def _by_key(self) -> dict[str, Indicator]:
        """By code, by name, and by both as the page lists them. A name that two share finds neither."""
        names: dict[str, list[Indicator]] = {}
        for indicator in self.indicators:
            for text in {indicator.name, indicator.short_name, self.listed(indicator)}:
                names.setdefault(search_key(text), []).append(indicator)
        found = {key: rows[0] for key, rows in names.items() if len(rows) == 1}
        return found | {search_key(indicator.code): indicator for indicator in self.indicators}

    @staticmethod
    def listed(indicator: Indicator) -> str:
        """How the page writes an indicator that can be chosen."""
        return f"{indicator.code} – {indicator.short_name}"

    def find(self, text: str) -> Indicator | None:
        """The indicator with this code or name."""
        return self._by_key.get(search_key(text))

    @cached_property
    def _words(self) -> dict[int, list[str]]:
        return {
            indicator.pk: search_key(f"{indicator.name} {indicator.short_name}").split()
            for indicator in self.indicators
        }

    @cached_property
    def _weights(self) -> dict[str, float]:
        """Words of every second indicator ("tỷ lệ", "trường") say little."""
        count = Counter(word for words in self._words.values() for word in set(words))
        total = len(self._words) + 1
        return {word: math.log(total / times) for word, times in count.items()}

    def suggest(self, sentence: str, unit: str, *, before: str = "") -> list[Suggestion]:
        """The likeliest indicators, best first; none when too few words agree. Rates and counts are never mixed, and
        another unit ("xã" for "trường") makes an indicator less likely. `before` are words the sentence goes on from:
        "… thể nhẹ cân ở nhà trẻ dưới 1,02%, ở mẫu giáo dưới 1,6%"."""
        quoted = set(search_key(sentence).split())
        said = dict.fromkeys(search_key(before).split(), _BEFORE) | dict.fromkeys(quoted, 1.0)
        measure = search_key(unit)
        found = []
        for indicator in self.indicators:
            if (indicator.unit == "%") == (unit.strip() == "%"):
                like = 1.0 if search_key(indicator.unit) == measure else _OTHER_UNIT
                words = self._words[indicator.pk]
                agreement = (1 - _BACK) * self._share(words, said) + _BACK * self._share(
                    quoted, dict.fromkeys(words, 1.0)
                )
                found.append(Suggestion(indicator, like * agreement))
        likely = [suggestion for suggestion in found if suggestion.score >= WORTH_SHOWING]
        return sorted(likely, key=lambda suggestion: (-suggestion.score, suggestion.indicator.code))[:_MOST]

    def _share(self, words: Iterable[str], among: Mapping[str, float]) -> float:
        """How much of what the words weigh is found again; words that no indicator uses weigh nothing."""
        weights = {word: self._weights.get(word, 0.0) for word in words}
        total = sum(weights.values())
        return sum(weight * among.get(word, 0.0) for word, weight in weights.items()) / total if total else 0.0
