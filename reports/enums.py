"""Fixed vocabularies of reporting."""

from django.db import models


class SubmissionStatus(models.TextChoices):
    """Stored states of a report. "Quá hạn" and "sắp đến hạn" are derived and never stored (reference §6.3)."""

    NOT_STARTED = "not_started", "Chưa soạn"
    DRAFT = "draft", "Nháp"
    SUBMITTED = "submitted", "Chờ duyệt"
    RETURNED = "returned", "Yêu cầu bổ sung"
    ACCEPTED = "accepted", "Đã duyệt"


class Purpose(models.TextChoices):
    """What a report is for: the report an organisation owes, or the figures no school has (ranks, inspections, what
    a commune reached), which the receiver or a commune enters in the same grid (docs/adr/0017)."""

    REPORT = "report", "Báo cáo"
    FIGURES = "figures", "Số liệu"


class Action(models.TextChoices):
    """What people do with a report."""

    SAVE = "save", "Lưu"
    SUBMIT = "submit", "Nộp báo cáo"
    FILE_NIL = "file_nil", "Báo cáo không phát sinh"
    WITHDRAW = "withdraw", "Thu hồi"
    RETURN = "return", "Yêu cầu bổ sung"
    ACCEPT = "accept", "Duyệt"
    REOPEN = "reopen", "Mở lại"
    UNDO_ACCEPT = "undo_accept", "Hoàn tác duyệt"
    UNDO_RETURN = "undo_return", "Hoàn tác yêu cầu bổ sung"
    UNDO_REOPEN = "undo_reopen", "Hoàn tác mở lại"


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
    ASK_EXTENSION = "ask_extension"
    COMMENT = "comment"
    ANSWER_COMMENT = "answer_comment"
    VIEW_BOARD = "view_board"
    VIEW_RESULTS = "view_results"
    VIEW_SUMMARY = "view_summary"
    EDIT_SUMMARY = "edit_summary"
    FINALISE_SUMMARY = "finalise_summary"
    ISSUE_SUMMARY = "issue_summary"
    VIEW_REQUEST = "view_request"
    ANSWER_REQUEST = "answer_request"
    FORWARD_REQUEST = "forward_request"
    JUDGE_ANSWER = "judge_answer"
    GROUP_REQUESTS = "group_requests"
    CHASE = "chase"
    MOVE_DEADLINE = "move_deadline"
    PLAN_REMINDERS = "plan_reminders"


class ValueState(models.TextChoices):
    """0, missing, not applicable and not available are four different things (architecture §2)."""

    MISSING = "missing", "Chưa nhập"
    GIVEN = "given", "Đã nhập"
    NOT_APPLICABLE = "not_applicable", "Không áp dụng"
    NOT_AVAILABLE = "not_available", "Chưa có số liệu"


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


class RecommendationEventKind(models.TextChoices):
    """Steps in the life of a request."""

    RAISED = "raised", "Nêu trong báo cáo"
    REPEATED = "repeated", "Còn nguyên trong báo cáo sau"
    FORWARDED = "forwarded", "Chuyển đơn vị khác"
    GROUPED = "grouped", "Gộp với kiến nghị cùng nội dung"
    UNGROUPED = "ungrouped", "Tách khỏi nhóm"
    ANSWERED = "answered", "Trả lời"
    UNSOLVED = "unsolved", "Trường cho biết chưa giải quyết"
    CLOSED = "closed", "Trường xác nhận đã giải quyết"


class RequestVerdict(models.TextChoices):
    """What a later report of the school says of a request that is still open."""

    SOLVED = "solved", "Đã giải quyết"
    STANDING = "standing", "Chưa giải quyết"


class NotificationKind(models.TextChoices):
    REMINDER = "reminder", "Nhắc hạn nộp"
    OVERDUE = "overdue", "Quá hạn nộp"
    RETURNED = "returned", "Yêu cầu bổ sung"
    ACCEPTED = "accepted", "Báo cáo đã duyệt"
    REOPENED = "reopened", "Báo cáo được mở lại"
    RECEIPT = "receipt", "Biên nhận báo cáo"
    EXTENDED = "extended", "Gia hạn nộp"
    NO_RECIPIENT = "no_recipient", "Đơn vị không có người nhận"
    SUBMITTED = "submitted", "Đơn vị nộp báo cáo"
    EXTENSION_ASKED = "ext_asked", "Đề nghị gia hạn"
    EXTENSION_DECLINED = "ext_declined", "Không gia hạn"
    DEADLINE_MOVED = "new_deadline", "Thay đổi hạn nộp"
    ESCALATION = "escalation", "Đơn vị quá hạn"
    UNDELIVERED = "undelivered", "Thư không gửi được"
    DIGEST = "digest", "Bản tin ngày"
    PLAN_ISSUED = "plan_issued", "Kế hoạch mới"
    PLAN_CHANGED = "plan_changed", "Kế hoạch thay đổi"
    TASK_DUE = "task_due", "Nhiệm vụ sắp đến hạn"
    TASK_OVERDUE = "task_overdue", "Nhiệm vụ quá hạn"
    UNIT_PLAN = "unit_plan", "Nhắc đăng ký kế hoạch"
    SUMMARY_PUBLISHED = "summary", "Báo cáo tổng hợp mới"
    STANDARD_RECHECK = "recheck", "Trường chuẩn đến hạn kiểm tra lại"
    REQUEST_RAISED = "req_raised", "Kiến nghị mới"
    REQUEST_FORWARDED = "req_forward", "Kiến nghị được chuyển đến"
    REQUEST_ANSWERED = "req_answer", "Kiến nghị được trả lời"
    REQUEST_UNSOLVED = "req_unsolved", "Kiến nghị chưa được giải quyết"
    FACTS_ASKED = "facts_asked", "Đề nghị sửa số liệu"
    FACTS_DECIDED = "facts_done", "Trả lời đề nghị sửa số liệu"
    INSPECTED = "inspected", "Kết quả kiểm tra"


class NotificationStatus(models.TextChoices):
    PENDING = "pending", "Chờ gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"
    CANCELLED = "cancelled", "Không gửi nữa"
    PORTAL_ONLY = "portal_only", "Chỉ báo trong cổng"
    FOR_DIGEST = "for_digest", "Chờ bản tin ngày"
    IN_DIGEST = "in_digest", "Gửi trong bản tin ngày"


class Channel(models.TextChoices):
    """How a message reaches a person. In the portal it is always shown."""

    MAIL = "mail", "Thư và trong cổng"
    PORTAL = "portal", "Chỉ trong cổng"


class DayUnit(models.TextChoices):
    """How the distance of a reminder from the deadline is counted."""

    CALENDAR = "calendar", "ngày"
    WORKING = "working", "ngày làm việc"


class Audience(models.TextChoices):
    """Whom a stage of the reminder plan speaks to. The last three get one list for a period, not a mail a school."""

    SCHOOL = "school", "Người soạn và người ký của đơn vị"
    SIGNER = "signer", "Người ký của đơn vị"
    OFFICERS = "officers", "Chuyên viên phụ trách"
    HEAD = "head", "Trưởng cơ quan nhận báo cáo"
    LEADERS = "leaders", "Lãnh đạo cấp trên (trang tổng quan)"


class CommentState(models.TextChoices):
    """The life of a reviewer's comment."""

    DRAFT = "draft", "Chưa gửi"
    SENT = "sent", "Chờ đơn vị sửa"
    DONE = "done", "Đơn vị đã sửa"
    CONFIRMED = "confirmed", "Đã xác nhận"


class CorrectionScope(models.TextChoices):
    """What a school may edit in a returned report."""

    ALL = "all", "Toàn bộ báo cáo"
    COMMENTED = "commented", "Chỉ chỗ có nhận xét"


class RequestState(models.TextChoices):
    """What became of a school's request for more time."""

    OPEN = "open", "Chờ trả lời"
    GRANTED = "granted", "Đồng ý"
    DECLINED = "declined", "Không đồng ý"
    WITHDRAWN = "withdrawn", "Đơn vị rút đề nghị"


class FileFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    ZIP = "zip", "ZIP"


class FileState(models.TextChoices):
    QUEUED = "queued", "Đang chờ"
    RENDERING = "rendering", "Đang tạo"
    READY = "ready", "Sẵn sàng"
    FAILED = "failed", "Bị lỗi"
    CANCELLED = "cancelled", "Đã dừng"


class CollectionKind(models.TextChoices):
    """Files about a whole period or year, or about one visit, that are made from many records."""

    UNREPORTED = "unreported", "Danh sách đơn vị chưa báo cáo"
    REPORTS = "reports", "Tập báo cáo của các đơn vị"
    YEARBOOK = "yearbook", "Tập báo cáo năm"
    MINUTES = "minutes", "Biên bản kiểm tra"


class BundleScope(models.TextChoices):
    """Which reports of a period come into its bundle."""

    ACCEPTED = "accepted", "Báo cáo đã duyệt"
    SENT = "sent", "Mọi báo cáo đã nộp, kể cả chờ duyệt"


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
