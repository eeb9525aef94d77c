"""Fixed vocabularies of plans."""

from django.db import models


class DocumentType(models.TextChoices):
    """Types of documents with their official abbreviation (NĐ 30/2020 Annex III; party types by HD 36)."""

    KH = "KH", "Kế hoạch"
    ND = "NĐ", "Nghị định"
    TT = "TT", "Thông tư"
    NQ = "NQ", "Nghị quyết"
    CT = "CT", "Chỉ thị"
    KL = "KL", "Kết luận"
    QD = "QĐ", "Quyết định"
    DA = "ĐA", "Đề án"
    CTR = "CTr", "Chương trình"
    HD = "HD", "Hướng dẫn"
    CV = "CV", "Công văn"
    TB = "TB", "Thông báo"
    BC = "BC", "Báo cáo"
    OTHER = "", "Văn bản khác"


class DocumentStyle(models.TextChoices):
    """The two families of documents; they differ in heading, number and signature (domain reference §1)."""

    STATE = "state", "Văn bản hành chính nhà nước"
    PARTY = "party", "Văn bản của Đảng"


class PlanStatus(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    IN_FORCE = "in_force", "Đang thực hiện"
    CLOSED = "closed", "Đã kết thúc"


class RelationKind(models.TextChoices):
    """How a plan refers to another document. "Căn cứ" is authority to act, "thực hiện" is what is carried out."""

    LEGAL_BASIS = "legal_basis", "Căn cứ"
    IMPLEMENTS = "implements", "Thực hiện"
    MENTIONS = "mentions", "Liên quan"
    AMENDS = "amends", "Sửa đổi, bổ sung"
    REPLACES = "replaces", "Thay thế"


class RecipientRole(models.TextChoices):
    REPORT_TO = "report_to", "Để báo cáo"
    COORDINATE = "coordinate", "Để phối hợp"
    CARRY_OUT = "carry_out", "Để thực hiện"
    FILE = "file", "Lưu"


class TaskKind(models.TextChoices):
    PART = "part", "Phần, nhóm"
    OBJECTIVE = "objective", "Mục tiêu"
    TASK = "task", "Nhiệm vụ"
    SOLUTION = "solution", "Giải pháp"
    ORGANISATION = "organisation", "Tổ chức thực hiện"


class ValueKind(models.TextChoices):
    COUNT = "count", "Số lượng"
    RATIO = "ratio", "Tỷ lệ"
    RANK = "rank", "Thứ hạng"
    SCORE = "score", "Điểm"
    FLAG = "flag", "Có hoặc không"
    MONEY = "money", "Số tiền"


class Direction(models.TextChoices):
    HIGHER = "higher", "Càng cao càng tốt"
    LOWER = "lower", "Càng thấp càng tốt"
    HOLD = "hold", "Giữ vững"
    RANGE = "range", "Trong khoảng"
    INFO = "info", "Để theo dõi"


class TimeRule(models.TextChoices):
    """How values of several periods become one (domain reference §3.6)."""

    LATEST = "latest", "Thời điểm: lấy kỳ gần nhất"
    CUMULATIVE = "cumulative", "Lũy kế từ đầu năm: lấy kỳ gần nhất, không cộng các kỳ"
    SUM = "sum", "Cộng các kỳ"
    AVERAGE = "average", "Trung bình các kỳ"
    MAXIMUM = "maximum", "Lớn nhất trong các kỳ"


class UnitRule(models.TextChoices):
    """How values of several schools become one."""

    SUM = "sum", "Cộng các đơn vị"
    RATIO = "ratio", "Tổng tử số trên tổng mẫu số"
    MAXIMUM = "maximum", "Lớn nhất trong các đơn vị"


class EnteredBy(models.TextChoices):
    SCHOOL = "school", "Trường"
    COMMUNE = "commune", "Đơn vị hành chính cấp xã"
    OFFICE = "office", "Cơ quan theo dõi kế hoạch"
    COMPUTED = "computed", "Tính từ danh mục"


class RegistryFact(models.TextChoices):
    """Facts the school registry knows, so that a report need not ask for them again."""

    CAMPUSES = "campuses", "Số điểm trường"
    LAND_PER_PUPIL = "land_per_pupil", "Diện tích đất và số học sinh (trường ở vị trí mới)"


class Operator(models.TextChoices):
    LESS = "<", "dưới"
    AT_MOST = "<=", "không quá"
    EQUAL = "=", "bằng"
    AT_LEAST = ">=", "từ … trở lên"
    GREATER = ">", "trên"
    RANGE = "range", "trong khoảng"
    IMPROVE = "improve", "tốt hơn mốc so sánh"


class DeadlineRule(models.TextChoices):
    """How a deadline date is read (domain reference §6.4)."""

    BEFORE = "before", "Trước ngày"
    NOT_LATER_THAN = "not_later_than", "Chậm nhất ngày"


class SectionKind(models.TextChoices):
    TEXT = "text", "Lời văn"
    TASKS = "tasks", "Nhiệm vụ"
    INDICATORS = "indicators", "Biểu số liệu"
    RECOMMENDATIONS = "recommendations", "Đề xuất, kiến nghị"


class TaskStatus(models.TextChoices):
    NOT_STARTED = "not_started", "Chưa thực hiện"
    IN_PROGRESS = "in_progress", "Đang thực hiện"
    DONE = "done", "Hoàn thành"
    HINDERED = "hindered", "Gặp khó khăn"


class FileType(models.TextChoices):
    """Types of evidence files, as read from their content."""

    PDF = "pdf", "PDF"
    JPEG = "jpg", "Ảnh JPEG"
    PNG = "png", "Ảnh PNG"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"


class ImportState(models.TextChoices):
    """Life of a document that is read into a plan."""

    QUEUED = "queued", "Đang chờ đọc"
    READING = "reading", "Đang đọc"
    READY = "ready", "Chờ sửa và lưu"
    FAILED = "failed", "Không đọc được"
    SAVED = "saved", "Đã lưu thành dự thảo"
