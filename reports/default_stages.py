"""The stages a plan's reminders begin with, after domain reference §6.5; the office edits them afterwards."""

from dataclasses import dataclass

from reports.enums import Audience, Channel, DayUnit

_BEFORE_SUBJECT = "Nhắc nộp {kỳ} của {trường}"
_BEFORE = (
    "{Kỳ} {trích yếu} ({kế hoạch}) cần gửi {hạn}. Hiện đơn vị chưa {nộp} (tình trạng: {tình trạng}). "
    "Đề nghị đơn vị hoàn thành và gửi trên Cổng."
)
_OVERDUE = (
    "{Cơ quan} chưa nhận được {kỳ} của {tên đầy đủ} {trích yếu} ({kế hoạch}); hạn {nộp} là {hạn}. "
    "Đề nghị đơn vị gửi ngay và nêu lý do chậm."
)
_STILL_WRITING = (
    "Đến {thời điểm}, còn {số đơn vị} đơn vị chưa gửi {kỳ} {trích yếu} ({kế hoạch}); hạn nộp {hạn}:\n\n{danh sách}"
)


@dataclass(frozen=True)
class DefaultStage:
    """What becomes a `ReminderStage`; the code is made from distance, unit and audience."""

    days: int
    audience: Audience
    subject: str
    body: str
    unit: DayUnit = DayUnit.CALENDAR
    channel: Channel = Channel.MAIL


DEFAULT_STAGES = (
    DefaultStage(-7, Audience.SCHOOL, _BEFORE_SUBJECT, _BEFORE),
    DefaultStage(-3, Audience.SCHOOL, _BEFORE_SUBJECT, _BEFORE),
    DefaultStage(
        -1,
        Audience.SCHOOL,
        _BEFORE_SUBJECT,
        f"{_BEFORE} Đây là lần nhắc cuối trước khi hết hạn.",
    ),
    DefaultStage(
        -1,
        Audience.OFFICERS,
        "Còn {số đơn vị} đơn vị chưa nộp {kỳ}",
        f"{_STILL_WRITING}\n\nĐề nghị liên hệ với các đơn vị trước khi hết hạn.",
    ),
    DefaultStage(1, Audience.SCHOOL, "Đôn đốc nộp {kỳ} của {trường}", _OVERDUE),
    DefaultStage(
        2,
        Audience.OFFICERS,
        "{số đơn vị} đơn vị quá hạn nộp {kỳ}",
        f"{_STILL_WRITING}\n\nĐề nghị xem xét gửi công văn đôn đốc; trang theo dõi lập sẵn công văn kèm danh sách này.",
        unit=DayUnit.WORKING,
    ),
    DefaultStage(
        5,
        Audience.HEAD,
        "{số đơn vị} đơn vị chưa nộp {kỳ} sau nhiều lần nhắc",
        f"{_STILL_WRITING}\n\nCác đơn vị trên đã được nhắc trước và sau hạn. Kính đề nghị xem xét, chỉ đạo.",
        unit=DayUnit.WORKING,
    ),
    DefaultStage(
        7,
        Audience.LEADERS,
        "{số đơn vị} đơn vị chưa gửi {kỳ}",
        f"{_STILL_WRITING}\n\n{{Cơ quan}} đã nhắc và đôn đốc các đơn vị trên; kính báo cáo để nắm tình hình.",
        unit=DayUnit.WORKING,
        channel=Channel.PORTAL,
    ),
)
