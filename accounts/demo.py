"""The accounts of the demonstration: who they are and the one password they share. They exist in demo mode only."""

from dataclasses import dataclass

DEMO_PASSWORD = "demo-portal"  # noqa: S105 - published on purpose; production refuses to start while it works


@dataclass(frozen=True)
class DemoAccount:
    username: str
    purpose: str


DEMO_ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount("hieutruong", "Hiệu trưởng trường mầm non, đang nợ báo cáo"),
    DemoAccount("vanthu", "Văn thư cùng trường, soạn giúp"),
    DemoAccount("hieutruong2", "Hiệu trưởng trường trung học cơ sở"),
    DemoAccount("chuyenvien", "Chuyên viên nhận và duyệt báo cáo"),
    DemoAccount("truongphong", "Người đứng đầu cơ quan duyệt báo cáo"),
    DemoAccount("vanthu.phong", "Văn thư cơ quan nhận báo cáo: ghi số, phát hành báo cáo tổng hợp"),
    DemoAccount("taichinh", "Chuyên viên cơ quan tài chính, theo dõi kinh phí của kế hoạch"),
    DemoAccount("lanhdao", "Lãnh đạo ủy ban nhân dân"),
    DemoAccount("tuyengiao", "Cơ quan tuyên giáo, nhận và duyệt báo cáo theo kế hoạch của cấp ủy"),
    DemoAccount("mattran", "Mặt trận Tổ quốc, báo cáo theo kế hoạch của cấp ủy"),
    DemoAccount("thuongtruc", "Thường trực cấp ủy, xem kết quả"),
    DemoAccount("quantri", "Quản trị cổng"),
)


def demo_account(username: str | None) -> DemoAccount | None:
    """The demo account of that name, None for any other name."""
    return next((account for account in DEMO_ACCOUNTS if account.username == username), None)
