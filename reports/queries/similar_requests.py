"""Which open requests probably ask the same: by their words, without regard to diacritics."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.models import Recommendation
from reports.request_matching import likeness
from vietnamese.text import search_key

ALIKE = 0.72  # of 1: sentences of which a number or a name differs
SHARED_WORDS = 0.5  # of 1; below, comparing letter by letter is not worth its time
MOST_COMPARED = 600  # different texts; a year of a district has fewer


@dataclass
class Suggestion:
    """Requests that could be grouped, the longest waiting first; the first one's text is the title proposed."""

    requests: list[Recommendation] = field(default_factory=list)

    @property
    def title(self) -> str:
        return " ".join(self.requests[0].text.split())[:300]


def suggestions(requests: Iterable[Recommendation]) -> list[Suggestion]:
    """Groups of two or more among open requests of the same plan, the largest first. Those already in one group count
    as one, so that others can join it."""
    clusters: dict[tuple[int, str], Suggestion] = {}
    words: dict[tuple[int, str], frozenset[str]] = {}
    for request in requests:
        plan = request.submission.period.plan_id
        exact = plan, f"group {request.group_id}" if request.group_id else search_key(request.text)
        key = exact if exact in clusters else _nearest(exact, request.text, clusters, words)
        clusters.setdefault(key, Suggestion()).requests.append(request)
        words.setdefault(key, frozenset(search_key(request.text).split()))
    found = [row for row in clusters.values() if len({(r.group_id, r.pk * (not r.group_id)) for r in row.requests}) > 1]
    return sorted(found, key=lambda row: -len(row.requests))


def alike(request: Recommendation, others: Sequence[Recommendation]) -> list[Recommendation]:
    """Of other requests those that probably ask the same as this one."""
    mine = frozenset(search_key(request.text).split())
    return [
        other
        for other in others
        if _share(mine, frozenset(search_key(other.text).split())) >= SHARED_WORDS
        and likeness(request.text, other.text) >= ALIKE
    ]


def _nearest(
    exact: tuple[int, str],
    text: str,
    clusters: dict[tuple[int, str], Suggestion],
    words: dict[tuple[int, str], frozenset[str]],
) -> tuple[int, str]:
    """The key of the cluster whose first text is most alike; the text's own key where none is alike enough."""
    own = frozenset(search_key(text).split())
    best, score = exact, ALIKE
    for key, shared in list(words.items())[:MOST_COMPARED]:
        if key[0] == exact[0] and _share(own, shared) >= SHARED_WORDS:
            found = likeness(text, clusters[key].requests[0].text)
            if found >= score:
                best, score = key, found
    return best


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
