"""The families of documents and their versions: how a document is worded, chosen by its style and its day.

State documents follow Decree 30/2020/NĐ-CP (domain reference §1.2), Party documents Guideline 36-HD/VPTW of 03/4/2018
and, from 27/5/2026, Guideline 05-HD/VPTW (domain reference §1.4). The figures of the layout stand with the renderers:
`templates/documents/*.css` and `word_looks.py`.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from plans.enums import DocumentStyle

ProfileKey = Literal["state", "party-36", "party-05"]

GUIDELINE_05_SINCE = dt.date(2026, 5, 27)
# How each family writes for whom somebody signs.
STATE_CAPACITIES = {"TM.": "T/M", "KT.": "K/T", "TL.": "T/L"}


@dataclass(frozen=True)
class Profile:
    """The signs by which one version of one family differs from the others.

    `number_label` stands before the number; `joint` between number and symbol and `inner` between the type and the
    body in the symbol; `part_sign` after a roman numeral; `separator` ends each recipient but the last; `filing`
    begins the last one; `end_mark` ends the text.
    """

    key: ProfileKey
    is_party: bool
    number_label: str
    joint: str
    inner: str
    part_sign: str
    separator: str
    filing: str
    end_mark: str

    def symbol(self, kind: str, body: str) -> str:
        """`BC-PGD` (state), `BC/BTG` (party); without the body's symbol when it has none."""
        return f"{kind}{self.inner}{body}" if body else kind

    def part(self, numeral: str) -> str:
        """`I.` (state), `I-` (party)."""
        return f"{numeral}{self.part_sign}"

    def numbered(self, number: str, symbol: str) -> str:
        """`04/KH-PGD` (state), `97-KH/TU` (party)."""
        return f"{number}{self.joint}{symbol}" if symbol else number

    def ended(self, text: str) -> str:
        """The last sentence of a document with the mark of its end."""
        return f"{text.rstrip().removesuffix('./.').removesuffix('/.').rstrip(' .;,')}{self.end_mark}"

    def capacity(self, text: str) -> str:
        """For whom somebody signs, in the family's own signs: a Party document writes `T/M`, never `TM.`."""
        if self.is_party:
            for state, party in STATE_CAPACITIES.items():
                text = text.replace(state, party)
        return text


STATE = Profile(
    key="state",
    is_party=False,
    number_label="Số:",
    joint="/",
    inner="-",
    part_sign=".",
    separator=";",
    filing="Lưu: ",
    end_mark="./.",
)
PARTY_36 = Profile(
    key="party-36",
    is_party=True,
    number_label="Số",
    joint="-",
    inner="/",
    part_sign="-",
    separator=",",
    filing="Lưu ",
    end_mark="./.",
)
PARTY_05 = Profile(
    key="party-05",
    is_party=True,
    number_label="Số",
    joint="-",
    inner="/",
    part_sign="-",
    separator=",",
    filing="Lưu ",
    end_mark=".",
)
PROFILES: dict[ProfileKey, Profile] = {profile.key: profile for profile in (STATE, PARTY_36, PARTY_05)}


def profile_for(style: str, on: dt.date) -> Profile:
    """The version of the family that holds on the document's day.

    What came before Guideline 36 is not known to the millimetre, so earlier Party documents are laid out by it too.
    """
    if style != DocumentStyle.PARTY:
        return STATE
    return PARTY_05 if on >= GUIDELINE_05_SINCE else PARTY_36
