"""When two requests ask the same, and what a request is about: by its words, without those of courtesy."""

import re
from collections.abc import Iterable

from vietnamese.text import exact_key

POLITE = ("kính đề nghị", "kính mong", "rất mong", "mong muốn", "mong", "đề nghị", "kiến nghị", "đề xuất", "xin", "các")
SOFT = ("quan tâm", "xem xét", "sớm", "cho nhà trường", "cho trường", "của nhà trường", "của trường")
# What the leaders decide on (domain reference §6.2, part V); a request has the first subject of which it speaks.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "Kinh phí": ("kinh phí", "triệu đồng", "tỷ đồng", "vốn", "ngân sách", "hỗ trợ tiền"),
    "Đất đai": ("đất", "mặt bằng", "quy hoạch"),
    "Đội ngũ": ("giáo viên", "nhân viên", "biên chế", "cán bộ", "đội ngũ"),
    "Cơ sở vật chất": (
        "phòng học",
        "công trình",
        "thiết bị",
        "sửa chữa",
        "xây",
        "cơ sở vật chất",
        "csvc",
        "thi công",
        "chuẩn quốc gia",
    ),
}
OTHER = "Nội dung khác"


def subject_of_request(text: str) -> str:
    """The subject by which requests are counted."""
    key = f" {exact_key(text)} "
    found = (name for name, words in SUBJECTS.items() if any(f" {exact_key(word)} " in key for word in words))
    return next(found, OTHER)


def same_request(text: str, called: Iterable[str]) -> str:
    """A key that is equal for texts that ask the same: without polite words, and without whom they address at their
    beginning (`called`: names of bodies)."""
    key = exact_key(text)
    openings = sorted({exact_key(word) for word in (*POLITE, *called) if word}, key=len, reverse=True)
    while opening := next((word for word in openings if key.startswith(f"{word} ")), None):
        key = key.removeprefix(f"{opening} ")
    for word in SOFT:
        key = f" {key} ".replace(f" {exact_key(word)} ", " ").strip()
    return " ".join(key.split())


def without_place(text: str, place: str, instead: str) -> str:
    """The text with the school's own place under another name; the same when it does not name it."""
    return re.sub(rf"\b{re.escape(place)}\b", instead, text, flags=re.IGNORECASE) if place else text
