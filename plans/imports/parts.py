"""The groups in which a document is corrected, and how sure a reading is."""

import enum

from plans.reading.found import SURE


class Part(enum.StrEnum):
    """The groups in which a document is corrected, in the order of the work."""

    HEADER = "header"
    RELATIONS = "relations"
    TASKS = "tasks"
    TARGETS = "targets"
    PERIODS = "periods"
    RECIPIENTS = "recipients"

    @property
    def label(self) -> str:
        return PART_LABELS[self]


PART_LABELS = {
    Part.HEADER: "Thông tin chung",
    Part.RELATIONS: "Căn cứ, thực hiện",
    Part.TASKS: "Nhiệm vụ",
    Part.TARGETS: "Mục tiêu",
    Part.PERIODS: "Kỳ báo cáo",
    Part.RECIPIENTS: "Nơi nhận, người ký",
}


class Level(enum.StrEnum):
    """How far a person may trust what was read."""

    SURE = "sure"
    CHECK = "check"
    MISSING = "none"
    ADDED = "added"

    @property
    def label(self) -> str:
        return LEVEL_LABELS[self]

    @classmethod
    def of(cls, confidence: float) -> "Level":
        """`sure` when the document says so in the prescribed form, `check` for everything less."""
        return cls.SURE if confidence >= SURE else cls.CHECK


LEVEL_LABELS = {
    Level.SURE: "chắc chắn",
    Level.CHECK: "cần xem",
    Level.MISSING: "không tìm thấy",
    Level.ADDED: "thêm bằng tay",
}
