"""`./portal manage figures --plan 1 --period 2 [--provisional] [--level MN] [--commune 12]`"""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.management.asked_period import add_period_arguments, asked_period
from reports.queries.cuts import Cut
from reports.queries.figures import period_figures
from reports.queries.figures_json import as_json
from schools.enums import Level
from schools.models import Organisation


class Command(BaseCommand):
    help = "In bảng chỉ tiêu của một kỳ dưới dạng JSON, đúng như trang Kết quả."

    def add_arguments(self, parser: CommandParser) -> None:
        add_period_arguments(parser)
        parser.add_argument("--provisional", action="store_true", help="Tính cả báo cáo đang chờ duyệt.")
        parser.add_argument("--level", choices=Level.values, default="", help="Chỉ một cấp học.")
        parser.add_argument("--commune", type=int, help="Chỉ một địa bàn: số hiệu (id) của đơn vị hành chính cấp xã.")

    def handle(self, *args: Any, **options: Any) -> None:
        period, commune = asked_period(options), options["commune"]
        if commune is not None and not Organisation.objects.communes().filter(pk=commune).exists():
            raise CommandError(f"Không có đơn vị hành chính cấp xã số {commune}.")
        cut = Cut(level=options["level"], commune=commune)
        figures = period_figures(period, provisional=options["provisional"], cut=cut, tracked=True)
        self.stdout.write(json.dumps(as_json(figures), ensure_ascii=False, indent=2))
