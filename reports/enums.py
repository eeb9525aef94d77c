"""Fixed vocabularies of reporting."""

from django.db import models


class SubmissionStatus(models.TextChoices):
    """Stored states of a report. "Quá hạn" and "sắp đến hạn" are derived and never stored (reference §6.3)."""

    NOT_STARTED = "not_started", "Chưa soạn"
    DRAFT = "draft", "Nháp"
    SUBMITTED = "submitted", "Chờ duyệt"
    RETURNED = "returned", "Yêu cầu bổ sung"
    ACCEPTED = "accepted", "Đã duyệt"


class Action(models.TextChoices):
    """What people do with a report."""

    SAVE = "save", "Lưu"
    SUBMIT = "submit", "Nộp báo cáo"
    FILE_NIL = "file_nil", "Báo cáo không phát sinh"
    WITHDRAW = "withdraw", "Thu hồi"
    RETURN = "return", "Yêu cầu bổ sung"
    ACCEPT = "accept", "Duyệt"
    REOPEN = "reopen", "Mở lại"


class Capability(models.TextChoices):
    """What a person may do with an object; `reports.permissions.can` answers."""

    VIEW_STATUS = "view_status"
    VIEW_CONTENT = "view_content"
    EDIT = "edit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    REVIEW = "review"
    REOPEN = "reopen"
    EXTEND = "extend"
    VIEW_BOARD = "view_board"
    VIEW_RESULTS = "view_results"
    VIEW_SUMMARY = "view_summary"


class ValueState(models.TextChoices):
    """0, missing, not applicable and not available are four different things (architecture §2)."""

    MISSING = "missing", "Chưa nhập"
    GIVEN = "given", "Đã nhập"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"
    NOT_AVAILABLE = "not_available", "Chưa có số liệu"


class TaskStatus(models.TextChoices):
    NOT_STARTED = "not_started", "Chưa thực hiện"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    DONE = "done", "Hoàn thành"
    HINDERED = "hindered", "Gặp khó khăn"


class Addressee(models.TextChoices):
    """To whom a school's request goes: levels of the hierarchy, whose names come from the organisations."""

    OFFICE = "office", "Cơ quan nhận báo cáo"
    COMMUNE = "commune", "Chính quyền địa bàn"
    LEADERS = "leaders", "Lãnh đạo cấp trên"
    PROVINCE = "province", "Cơ quan cấp tỉnh"


class RecommendationStatus(models.TextChoices):
    OPEN = "open", "Chưa trả lời"
    ANSWERED = "answered", "Đã trả lời"
    CLOSED = "closed", "Đã giải quyết"


class NotificationKind(models.TextChoices):
    REMINDER = "reminder", "Nhắc hạn nộp"
    OVERDUE = "overdue", "Quá hạn nộp"
    RETURNED = "returned", "Yêu cầu bổ sung"
    ACCEPTED = "accepted", "Báo cáo đã duyệt"
    REOPENED = "reopened", "Báo cáo được mở lại"
    RECEIPT = "receipt", "Biên nhận báo cáo"
    EXTENDED = "extended", "Gia hạn nộp"
    NO_RECIPIENT = "no_recipient", "Đơn vị không có người nhận"


class NotificationStatus(models.TextChoices):
    PENDING = "pending", "Chờ gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"
    CANCELLED = "cancelled", "Không gửi nữa"
    PORTAL_ONLY = "portal_only", "Chỉ báo trong cổng"


class EvidenceType(models.TextChoices):
    """Types of evidence files, as read from their content."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "Ảnh JPEG"
    PNG = "png", "Ảnh PNG"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"


class FileFormat(models.TextChoices):
    PDF = "pdf", "PDF"


class FileState(models.TextChoices):
    QUEUED = "queued", "Đang chờ"
    RENDERING = "rendering", "Đang tạo"
    READY = "ready", "Sẵn sàng"
    FAILED = "failed", "Bị lỗi"


class SummaryStatus(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    FINALISED = "finalised", "Đã chốt"
    PUBLISHED = "published", "Đã phát hành"


class Light(models.TextChoices):
    """Where a target stands. Every light has a word and a sign, because colour alone says nothing in print."""

    GREEN = "green", "Đúng tiến độ"
    AMBER = "amber", "Chậm so tiến độ"
    RED = "red", "Chậm nhiều"
    GREY = "grey", "Chưa đủ số liệu"
