"""A small plan as people bring it, and ways to fill its review as a person would."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from plans.import_forms.review import Review
from plans.imports.parts import Part
from plans.models import PlanImport

STATE_PLAN = """\
ỦY BAN NHÂN DÂN XÃ ĐÔNG SƠN
CƠ QUAN GIÁO DỤC
Số: 07/KH-CQGD
Đông Sơn, ngày 05 tháng 02 năm 2018
KẾ HOẠCH
Triển khai thực hiện nhiệm vụ giáo dục năm 2018

Căn cứ Chỉ thị số 2699/CT-BGDĐT ngày 08 tháng 8 năm 2017 của Bộ GD&ĐT về nhiệm vụ chủ yếu của năm học;
Thực hiện Kế hoạch số 13/KH-UBND ngày 31/01/2018 của UBND xã Đông Sơn về nhiệm vụ trọng tâm năm 2018;
Cơ quan Giáo dục xây dựng kế hoạch như sau:

I- MỤC TIÊU
- Nâng tỷ lệ trẻ ăn bán trú đạt 80%.
- Phấn đấu xây dựng 4-5 trường đạt chuẩn mới.
II- NỘI DUNG
1- Chất lượng
1.1. Giảm tỷ lệ trẻ thấp còi xuống dưới 1,02%; tăng cường vận động cho trẻ ở mọi nhóm lớp.
1.2. Đổi mới phương pháp dạy học theo hướng phát triển năng lực của học sinh học nhò.
2- Cơ sở vật chất
- Rà soát phòng học của các trường.
- Hoàn thành sửa chữa trước ngày 30/8/2018.
III- TỔ CHỨC THỰC HIỆN
1- Chế độ báo cáo
- Báo cáo 6 tháng trước ngày 10/6/2018;
- Báo cáo năm chậm nhất ngày 15/11/2018.
Các trường nghiêm túc thực hiện kế hoạch này./.

Nơi nhận:
- UBND xã Đông Sơn (để báo cáo);
- Các trường trên địa bàn (thực hiện);
- Trung tâm học tập;
- Lưu: VT.
TRƯỞNG CƠ QUAN
Nguyễn Văn An
"""

PARTY_PLAN = """\
ĐẢNG BỘ TỈNH HOÀI AN                              ĐẢNG CỘNG SẢN VIỆT NAM
ĐẢNG ỦY XÃ ĐÔNG SƠN
*                                                Đông Sơn, ngày      tháng      năm 2019
Số        -KH/ĐU

KẾ HOẠCH
thực hiện Kết luận số 51-KL/TW về đổi mới căn bản giáo dục và đào tạo
-----

Thực hiện Kết luận số 51-KL/TW ngày 30/5/2019 của Ban Bí thư; Kế hoạch số 97-KH/TU ngày 15/8/2019 của Ban Thường vụ \
Tỉnh ủy, Ban Thường vụ Đảng ủy ban hành kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Nâng cao nhận thức của cán bộ, đảng viên.
II. NHIỆM VỤ, GIẢI PHÁP
1. Tuyên truyền, quán triệt
a) Quán triệt quan điểm chỉ đạo.
b) Truyền thông về chương trình mới.
III. TỔ CHỨC THỰC HIỆN
1. Ban Tuyên giáo theo dõi, đôn đốc, định kỳ báo cáo Ban Thường vụ.

Nơi nhận:                                         T/M BAN THƯỜNG VỤ
- Ban Thường vụ Tỉnh ủy,                          PHÓ BÍ THƯ
- Các chi bộ trực thuộc,
- Lưu Văn phòng.
                                                  Trần Thị Bình
"""


def review_of(row: PlanImport) -> Review:
    """The import as it stands in the database now."""
    return Review(PlanImport.objects.select_related("organisation").get(pk=row.pk))


def part_url(row: PlanImport, part: str, page: int = 1) -> str:
    return reverse("plan_import_part", args=[row.pk, part]) + f"?page={page}"


def page_data(row: PlanImport, part: str, page: int = 1) -> dict[str, Any]:
    """What a browser would send from a page nobody has touched."""
    review = review_of(row)
    rows = review.pages(Part(part))[page - 1]
    data: dict[str, Any] = {"version": str(row.edit_version), "rows": " ".join(one.key for one in rows)}
    for one in rows:
        for name in review.names(one):
            text = review.text(one, name)
            if text or name != "include":
                data[f"{one.key}-{name}"] = text
    return data


def key_of(row: PlanImport, part: str, words: str) -> str:
    """The key of the row in which the words stand."""
    review = review_of(row)
    return next(one.key for one in review.rows(Part(part)) if words in f"{one.quote} {' '.join(one.fields.values())}")


def correct(client: Client, row: PlanImport, part: str, page: int = 1, **changes: str) -> Any:
    """Save one page with some fields changed; `__` in a name stands for the hyphen."""
    data = page_data(row, part, page) | {name.replace("__", "-"): text for name, text in changes.items()}
    response = client.post(part_url(row, part, page), data)
    row.refresh_from_db()
    return response


def shown_lines(html: str) -> list[int]:
    """The numbers of the source lines a page shows."""
    return [int(number) for number in re.findall(r'<li id="L(\d+)"', html)]


def body(response: Any) -> str:
    """A page with every run of blanks as one."""
    return re.sub(r"\s+", " ", response.content.decode())
