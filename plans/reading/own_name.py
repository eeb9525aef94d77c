"""The words by which a plan names its own maker: "Phòng … xây dựng kế hoạch như sau"."""

import re

from plans.reading.folding import fold
from plans.reading.words import starting

_OWN_SENTENCE = re.compile(
    r"(?:^|[,;.] *)(?P<name>[^,;.:\d]{2,110}?) (?:to chuc )?(?:xay dung|ban hanh|de ra|lap|xay dung va ban hanh)"
    r"(?: va [^,;.:]{2,40}?)? (?:ke hoach|chuong trinh|phuong an|de an)\b"
)


def own_name(text: str) -> re.Match[str] | None:
    """Where a text says who makes the plan ("Phòng … xây dựng kế hoạch"); the group `name` is that body."""
    folded = fold(text)
    for match in _OWN_SENTENCE.finditer(folded):
        start = match.start("name")
        if text[start].isupper() and starting("bodies").match(folded, start):
            return match
    return None
