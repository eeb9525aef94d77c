"""Fixed vocabularies of standards, works, inspections and funds."""

from django.db import models


class Capability(models.TextChoices):
    """What a person may do with an object; `facilities.permissions.can` answers."""

    VIEW_FACILITIES = "view_facilities"
    EDIT_FACILITIES = "edit_facilities"
    ASSESS = "assess"
    TELL_WORK = "tell_work"
    INSPECT = "inspect"
    VIEW_FUNDS = "view_funds"
    EDIT_FUNDS = "edit_funds"
    NAME_KEEPER = "name_keeper"
    TELL_CONTRIBUTION = "tell_contribution"


class CriterionResult(models.TextChoices):
    """What a school says of one criterion. Not judged is not the same as not met."""

    NOT_JUDGED = "not_judged", "Chưa đánh giá"
    MET = "met", "Đạt"
    UNMET = "unmet", "Chưa đạt"


class AssessmentState(models.TextChoices):
    DRAFT = "draft", "Đang đánh giá"
    DONE = "done", "Đã hoàn thành"


class RecognitionKind(models.TextChoices):
    NEW = "new", "Công nhận mới"
    RENEWAL = "renewal", "Công nhận lại"
    HIGHER = "higher", "Nâng mức độ"


class WorkKind(models.TextChoices):
    """What is built or bought at a school."""

    NEW = "new", "Xây mới"
    REPAIR = "repair", "Cải tạo, sửa chữa"
    LAND = "land", "Mở rộng, san lấp đất"
    AUXILIARY = "auxiliary", "Công trình phụ trợ"
    EQUIPMENT = "equipment", "Mua sắm thiết bị"


class WorkState(models.TextChoices):
    """Stored states of a work. "Chậm" is derived and never stored."""

    PLANNED = "planned", "Chưa khởi công"
    RUNNING = "running", "Đang thi công"
    FINISHED = "finished", "Đã hoàn thành"
    STOPPED = "stopped", "Tạm dừng"


class InspectionKind(models.TextChoices):
    MONTHLY = "monthly", "Kiểm tra hằng tháng"
    QUARTERLY = "quarterly", "Kiểm tra hằng quý"
    SURPRISE = "surprise", "Kiểm tra đột xuất"


class InspectionState(models.TextChoices):
    DRAFT = "draft", "Đang ghi"
    DONE = "done", "Đã kết thúc"


class FindingResult(models.TextChoices):
    NOT_LOOKED = "not_looked", "Chưa kiểm tra"
    GOOD = "good", "Đạt"
    ISSUE = "issue", "Cần khắc phục"
    NOT_APPLICABLE = "not_applicable", "Không có"


class ContributionKind(models.TextChoices):
    """What the community gives (domain reference B68)."""

    MONEY = "money", "Tiền"
    LABOUR = "labour", "Ngày công"
    IN_KIND = "in_kind", "Hiện vật"
