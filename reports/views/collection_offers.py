"""The files that a page of collections offers: what is there of each, and asking for one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from facilities.models import Inspection
from plans.models import Plan, ReportingPeriod
from reports.enums import FileState
from reports.models import CollectedFile
from reports.services import collecting
from reports.services.claims import is_usable
from reports.services.errors import Conflict
from schools.models import Organisation
from vietnamese.dates import format_datetime

ASK = "ask"


@dataclass(frozen=True)
class Offer:
    """One file that can be had. `file` is the newest that was asked for, in whatever state; None when it is gone."""

    kind: str
    format: str
    scope: str = ""
    label: str = ""
    is_possible: bool = True
    file: CollectedFile | None = None

    @property
    def value(self) -> str:
        """What the button sends."""
        return ":".join((self.kind, self.scope, self.format))

    @property
    def state(self) -> str:
        return self.file.state if self.file else ""

    @property
    def is_working(self) -> bool:
        return self.state in (FileState.QUEUED, FileState.RENDERING)

    @property
    def is_ready(self) -> bool:
        return self.state == FileState.READY

    @property
    def is_failed(self) -> bool:
        return self.state == FileState.FAILED

    @property
    def is_stopped(self) -> bool:
        return self.state == FileState.CANCELLED


def with_files(offers: Iterable[Offer], rows: Iterable[CollectedFile]) -> list[Offer]:
    """The offers with the newest of the rows for each; a file that vanished from the storage counts as none."""
    newest: dict[tuple[str, str, str], CollectedFile] = {}
    for row in rows:
        newest.setdefault((row.kind, row.scope, row.format), row)
    found = []
    for offer in offers:
        file = newest.get((offer.kind, offer.scope, offer.format))
        if file is not None and file.state == FileState.READY and not is_usable(file):
            file = None
        found.append(replace(offer, file=file))
    return found


def ask(
    request: HttpRequest,
    offers: Sequence[Offer],
    *,
    plan: Plan,
    period: ReportingPeriod | None = None,
    organisation: Organisation | None = None,
    inspection: Inspection | None = None,
) -> None:
    """Ask for the file whose button was pressed, and tell the person when nothing new is made."""
    offer = next((one for one in offers if one.value == request.POST.get(ASK)), None)
    if offer is None:
        messages.error(request, "Hãy chọn tài liệu cần tạo.")
        return
    about = {"period": period, "organisation": organisation, "inspection": inspection}
    asked: dict[str, Any] = about | {"scope": offer.scope}
    try:
        row = collecting.request_collection(
            kind=offer.kind, plan=plan, file_format=offer.format, by=request.user, **asked
        )
    except Conflict as nothing:
        messages.error(request, nothing.message)
        return
    if row.state == FileState.READY:
        made = format_datetime(row.ready_at)
        messages.info(request, f"Nội dung không thay đổi; dùng lại tệp đã tạo lúc {made}.")
