"""What a figure, a task or a section of a report is about, by the words of its title: every plan numbers and names its
parts anew, so no code or number tells."""

import enum

from vietnamese.text import exact_key


class Topic(enum.Enum):
    """Subjects that a summary treats together; a title has the first one whose words it contains."""

    ROOMS = ("phòng học", "phòng chức năng", "học nhờ", "học tạm")
    FACILITIES = ("cơ sở vật chất", "csvc", "chuẩn quốc gia", "cqg", "trường chuẩn")
    COMPLAINTS = ("đơn thư", "khiếu nại", "tố cáo")
    INSPECTIONS = ("kiểm tra", "thanh tra", "vi phạm", "sai phạm")
    RESOURCES = ("xã hội hóa", "ngân sách", "kinh phí")
    MEASURES = (
        "giải pháp", "biện pháp", "chỉ đạo", "điều hành", "lãnh đạo", "phối hợp", "truyền thông", "tuyên truyền",
    )  # fmt: skip


BUILDING = frozenset({Topic.ROOMS, Topic.FACILITIES})
# A heading such as "Phối hợp, xã hội hóa, truyền thông" begins with means and is about what was done with them.
DOING = frozenset({Topic.RESOURCES, Topic.MEASURES})


def topic_of(title: str) -> Topic | None:
    """The subject; None when the words are about something else."""
    key = f" {exact_key(title)} "
    return next((topic for topic in Topic if any(f" {exact_key(word)} " in key for word in topic.value)), None)
