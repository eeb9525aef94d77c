"""What the rows of a registry's workbook must be beside each other; each check looks at one thing and adds its
mistakes. Norms warn and never block (domain reference §3.5); what is stored already is not warned about again."""

import re
from collections import defaultdict
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from schools.enums import Grade
from schools.models import Organisation
from schools.norms import CLASS_SIZE
from schools.services.registry_state import YEAR_FIELDS, Key, Part, Values
from schools.workbooks.registry_draft import Draft
from vietnamese.dates import format_date, school_year_label
from vietnamese.numbers import format_number
from vietnamese.text import search_key

_CODE = re.compile(r"[\w.-]+")
_LONGEST_CODE = Organisation._meta.get_field("code").max_length or 20
_RANGES = {  # the column at which a slip is shown, and the one it must not come before
    Part.SCHOOLS: ("valid_to", "valid_from", "Ngày kết thúc trước ngày bắt đầu"),
    Part.PLACES: ("valid_to", "valid_from", "Ngày kết thúc trước ngày bắt đầu"),
    Part.STANDARDS: ("recheck_due_on", "recognised_on", "Hạn kiểm tra lại phải sau ngày công nhận"),
}


def check(draft: Draft) -> None:
    """Run all checks."""
    for one in CHECKS:
        one(draft)


def check_schools_known(draft: Draft) -> None:
    for part in Part:
        for key in draft.rows[part]:
            label = str(key[0])
            if part is not Part.SCHOOLS and not draft.knows_school(label):
                others = [other for other in draft.state.schools if other.startswith(f"{label} (")]
                hint = f" Nhiều trường mang mã này, ghi rõ: {'; '.join(others)}." if others else ""
                message = f"Không có trường nào mang mã này trên cổng và ở trang “Trường”.{hint}"
                draft.complain(part, key, "school", message)


def check_new_schools(draft: Draft) -> None:
    places = {key[0] for key in draft.rows[Part.PLACES]}
    names = {search_key(school.organisation.short_name) for school in draft.state.schools.values()}
    for key, values in draft.values[Part.SCHOOLS].items():
        label = str(key[0])
        if label in draft.state.schools:
            continue
        if not _CODE.fullmatch(label) or len(label) > _LONGEST_CODE:
            message = f"Mã trường mới gồm chữ, số, dấu “-”, “.”, “_”, không dấu cách, tối đa {_LONGEST_CODE} ký tự."
            draft.complain(Part.SCHOOLS, key, "school", message)
        if label not in places:
            draft.complain(Part.SCHOOLS, key, "school", "Trường mới chưa có dòng nào ở trang “Địa bàn”.")
        if search_key(values["short_name"]) in names:
            message = "Trên cổng đã có trường mang tên này với mã khác; kiểm tra để khỏi ghi hai lần một trường."
            draft.complain(Part.SCHOOLS, key, "short_name", message, is_warning=True)


def check_ranges(draft: Draft) -> None:
    for part, (late, early, message) in _RANGES.items():
        for key, values in draft.values[part].items():
            start = values.get(early) or (key[1] if part is not Part.SCHOOLS else None)
            end = values[late]
            equal_is_wrong = part is Part.STANDARDS
            if start and end and (end < start or (equal_is_wrong and end == start)):
                draft.complain(part, key, late, f"{message} ({format_date(start)}).")


def check_addresses(draft: Draft) -> None:
    for key, values in draft.values[Part.SCHOOLS].items():
        try:
            if values["email"]:
                validate_email(values["email"])
        except ValidationError:
            draft.complain(Part.SCHOOLS, key, "email", "Không phải địa chỉ thư điện tử.")


def check_areas(draft: Draft) -> None:
    for part in (Part.SCHOOLS, Part.FACTS):
        for key, values in draft.values[part].items():
            if values["land_area_m2"] is not None and values["land_area_m2"] <= 0:
                draft.complain(part, key, "land_area_m2", "Diện tích đất phải lớn hơn 0; chưa biết thì để trống.")


def check_pupils(draft: Draft) -> None:
    for key, values in draft.values[Part.FACTS].items():
        if values["girls"] is not None and values["girls"] > values["pupils"]:
            message = f"Số nữ nhiều hơn tổng số học sinh, trẻ ({format_number(values['pupils'])})."
            draft.complain(Part.FACTS, key, "girls", message)


def check_grades_belong(draft: Draft) -> None:
    """A grade needs its year in the sheet of years or in the portal, and a school that teaches it."""
    for key in draft.values[Part.GRADES]:
        label, year, grade = str(key[0]), key[1], Grade(str(key[2]))
        if (label, year) not in draft.rows[Part.FACTS] and draft.is_new(Part.FACTS, (label, year)):
            draft.complain(Part.GRADES, key, "school_year", "Trường chưa có số liệu của năm học này ở trang năm học.")
        school = draft.after(Part.SCHOOLS, (label,))
        if school and grade.level not in str(school["levels"]).split():
            draft.complain(Part.GRADES, key, "grade", "Trường không dạy cấp học của khối này.")


def check_places(draft: Draft) -> None:
    """Nobody belongs to two communes on one day; rows that the file leaves out stay and count."""
    by_school: dict[str, dict[Key, Values]] = defaultdict(dict)
    for key, values in (draft.state.values[Part.PLACES] | draft.values[Part.PLACES]).items():
        by_school[str(key[0])][key] = values
    for key in [key for key in draft.values[Part.PLACES] if draft.touches(Part.PLACES, key)]:
        for other, values in by_school[str(key[0])].items():
            if other != key and _overlap(key, draft.values[Part.PLACES][key], other, values):
                since = format_date(other[1]) if other[1] else "đầu"
                message = f"Trùng ngày với một địa bàn khác của trường (từ {since})."
                draft.complain(Part.PLACES, key, "commune", message)
                break


def _overlap(key: Key, values: Values, other_key: Key, other: Values) -> bool:
    """Empty days are open."""
    start, end, other_start, other_end = key[1], values["valid_to"], other_key[1], other["valid_to"]
    before = end is not None and other_start is not None and end < other_start
    after = other_end is not None and start is not None and other_end < start
    return not before and not after


def warn_sums(draft: Draft) -> None:
    """Classes and pupils of the grades beside those of the year, where the file changes one of them."""
    sums: dict[Key, dict[str, int]] = defaultdict(lambda: {"classes": 0, "pupils": 0})
    touched = {key for key in draft.values[Part.FACTS] if draft.touches(Part.FACTS, key)}
    for key, stored in (draft.state.values[Part.GRADES] | draft.values[Part.GRADES]).items():
        for name in ("classes", "pupils"):
            sums[key[:2]][name] += stored[name]
        if draft.touches(Part.GRADES, key):
            touched.add(key[:2])
    for year in touched & sums.keys() & draft.values[Part.FACTS].keys():
        for name, total in sums[year].items():
            if draft.values[Part.FACTS][year][name] != total:
                message = f"Cộng các khối của năm học được {format_number(total)}, khác số ghi ở đây."
                draft.complain(Part.FACTS, year, name, message, is_warning=True)


def warn_teachers(draft: Draft) -> None:
    parts = [name for name in YEAR_FIELDS if name.startswith("teachers_")]
    for key, values in draft.values[Part.FACTS].items():
        for name in parts if draft.touches(Part.FACTS, key) else ():
            if values[name] is not None and values[name] > values["teachers"]:
                message = f"Nhiều hơn tổng số giáo viên ({format_number(values['teachers'])})."
                draft.complain(Part.FACTS, key, name, message, is_warning=True)


def warn_class_sizes(draft: Draft) -> None:
    """Pupils per class of a grade above the norm of its level."""
    for key, values in draft.values[Part.GRADES].items():
        norm = CLASS_SIZE[Grade(str(key[2]))]
        if draft.touches(Part.GRADES, key) and values["classes"] and values["pupils"] > norm * values["classes"]:
            year = school_year_label(int(str(key[1])))
            message = f"Bình quân một lớp năm học {year} vượt định mức {norm} học sinh, trẻ."
            draft.complain(Part.GRADES, key, "pupils", message, is_warning=True)
        if draft.touches(Part.GRADES, key) and values["pupils"] and not values["classes"]:
            draft.complain(Part.GRADES, key, "classes", "Có học sinh, trẻ mà không có lớp nào.", is_warning=True)


CHECKS: tuple[Callable[[Draft], None], ...] = (
    check_schools_known,
    check_new_schools,
    check_ranges,
    check_addresses,
    check_areas,
    check_pupils,
    check_grades_belong,
    check_places,
    warn_sums,
    warn_teachers,
    warn_class_sizes,
)
