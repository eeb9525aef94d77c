"""What is done with schools selected on the board. Every final action is shown before it happens: for whom, and who is
left out and why."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from plans.models import ReportingPeriod
from reports.chat_text import chat_text
from reports.enums import Capability, NotificationStatus
from reports.filters import BoardFilter
from reports.forms import ExtensionForm
from reports.models import Notification, Submission
from reports.queries.board import REMINDERS, board_submissions
from reports.services import extending, reminding
from reports.views.access import get_period
from vietnamese.dates import format_date

LONGEST_ADDRESS = 3500  # characters of ids; web servers refuse request lines beyond 4094
MOST_NAMES = 8
SENT = "đã gửi báo cáo"


@dataclass(frozen=True)
class Selection:
    """The chosen reports of a period in the order of names, and the board's address to go back to."""

    period: ReportingPeriod
    rows: list[Any]
    query: str
    takes_all: bool

    @property
    def ids(self) -> str:
        return ",".join(str(row.pk) for row in self.rows)

    @property
    def board_url(self) -> str:
        """The board as it was, nothing selected."""
        return f"{reverse('period_board', args=[self.period.pk])}?{self.query}"

    @property
    def back_url(self) -> str:
        """The board as it was, the same schools selected."""
        chosen = "all=1" if self.takes_all else f"ids={self.ids}"
        return f"{self.board_url}&{chosen}" if len(chosen) <= LONGEST_ADDRESS else self.board_url

    def named(self, submissions: Iterable[Submission]) -> list[str]:
        """The names of some of the reports' organisations."""
        names = {row.pk: row.name for row in self.rows}
        return [names[submission.pk] for submission in submissions]

    def left_out(self, reasons: Mapping[str, Iterable[Submission]]) -> dict[str, list[str]]:
        """Names by the reason why an action leaves them out."""
        return {str(reason): self.named(found) for reason, found in reasons.items() if found}


def selection_of(request: HttpRequest, period: ReportingPeriod) -> Selection:
    """What the posted form has chosen: the ticked schools, or everything its filters let through."""
    query = QueryDict(request.POST.get("query", ""))
    takes_all = request.POST.get("all") == "1"
    rows: Any = board_submissions(period, today=timezone.localdate())
    if takes_all:
        rows = BoardFilter(query, queryset=rows, user=request.user, receiver_id=period.plan.receiver_id).qs
    else:
        asked = ",".join(request.POST.getlist("ids")).split(",")
        rows = rows.filter(pk__in=[int(pk) for pk in asked if pk.isascii() and pk.isdigit() and len(pk) < 19])
    found = list(rows)
    for row in found:
        row.period = period
    return Selection(period, found, query.urlencode(), takes_all)


@require_POST
def period_board_act(request: HttpRequest, pk: int) -> HttpResponse:
    """One action on the selected schools: first what will happen, then, confirmed, what has happened."""
    period = get_period(request.user, pk, Capability.CHASE)
    chosen = selection_of(request, period)
    action = ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        messages.error(request, "Không rõ việc cần làm. Chọn lại một trong các nút ở cuối bảng.")
        return redirect(chosen.back_url)
    if not chosen.rows:
        messages.warning(request, "Chưa chọn đơn vị nào. Đánh dấu đơn vị ở cột đầu của bảng rồi chọn lại việc cần làm.")
        return redirect(chosen.board_url)
    return action(request, chosen)


def remind(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """Remind now. The rows are written here, the mails leave with the worker."""
    if "confirmed" not in request.POST:
        preview = reminding.preview_remind_now(chosen.rows)
        return _confirm(request, chosen, "reports/board_remind.html", preview.reminded, preview.skipped)
    started = timezone.now()
    outcome = reminding.remind_now(submissions=chosen.rows, by=request.user)
    waiting = Notification.objects.filter(
        submission__in=[row.pk for row in outcome.reminded],
        kind__in=REMINDERS,
        created_at__gte=started,
        status=NotificationStatus.PENDING,
    ).count()
    today = format_date(timezone.localdate())
    ledger = f"{reverse('reminder_ledger')}?period={chosen.period.pk}&first={today}"
    count = len(outcome.reminded)
    say = messages.success if count else messages.warning
    say(
        request,
        format_html(
            '{} {}<a href="{}">Xem kết quả ở sổ nhắc</a>.{}',
            f"Đã nhắc {count} đơn vị." if count else "Không nhắc đơn vị nào.",
            f"{waiting} thư đang được gửi. " if waiting else "",
            ledger,
            _left_out_sentence(chosen.left_out(outcome.skipped)),
        ),
    )
    return redirect(chosen.board_url)


def extend(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """More time: which day and why, then who gets it, then done."""
    form = ExtensionForm(request.POST if "due_on" in request.POST else None)
    if not form.is_valid() or "again" in request.POST:
        owed = [row for row in chosen.rows if not row.is_sent]
        sent = [row for row in chosen.rows if row.is_sent]
        status = 422 if form.errors else 200
        return _confirm(request, chosen, "reports/board_extend.html", owed, {SENT: sent}, form=form, status=status)
    until, reason = form.cleaned_data["due_on"], form.cleaned_data["comment"]
    if "confirmed" not in request.POST:
        able, refused = _extendable(chosen.rows, until)
        return _confirm(request, chosen, "reports/board_extend.html", able, refused, until=until, reason=reason)
    result = extending.grant_extensions(submissions=chosen.rows, by=request.user, until=until, reason=reason)
    skipped = _left_out_sentence(chosen.left_out(result.refused))
    if result.granted:
        count = len(result.granted)
        messages.success(
            request, f"Đã gia hạn {count} đơn vị đến hết ngày {format_date(until)}; các đơn vị được báo ngay.{skipped}"
        )
    else:
        messages.warning(request, f"Không gia hạn được đơn vị nào.{skipped}")
    return redirect(chosen.board_url)


def _extendable(rows: list[Any], until: Any) -> tuple[list[Any], dict[str, list[Any]]]:
    prefetch_related_objects(rows, "extensions")
    able: list[Any] = []
    refused: dict[str, list[Any]] = {}
    for row in rows:
        reason = extending.why_not_extended(row, until)
        if reason:
            refused.setdefault(reason, []).append(row)
        else:
            able.append(row)
    return able, refused


def copy(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """The list as a text for chat groups."""
    owed = [row for row in chosen.rows if not row.is_sent]
    sent = chosen.left_out({SENT: [row for row in chosen.rows if row.is_sent]})
    text = chat_text(chosen.period, owed, now=timezone.now()) if owed else ""
    context = {
        "period": chosen.period,
        "chosen": chosen,
        "text": text,
        "count": len(owed),
        "left_out": sent,
        "names": [],
    }
    return render(request, "reports/board_copy.html", context)


def letter(request: HttpRequest, chosen: Selection) -> HttpResponse:
    """On to the letter of reminder, with those of the selection that are overdue."""
    late = [row for row in chosen.rows if row.is_overdue]
    ids = ",".join(str(row.pk) for row in late)
    if not late:
        messages.warning(
            request, "Trong các đơn vị đã chọn không có đơn vị nào quá hạn, nên không lập công văn đôn đốc."
        )
        return redirect(chosen.back_url)
    if len(ids) > LONGEST_ADDRESS:
        messages.error(request, f"Chọn ít đơn vị hơn để lập công văn: {len(late)} đơn vị là quá nhiều cho một lần.")
        return redirect(chosen.board_url)
    if len(late) < len(chosen.rows):
        messages.info(request, f"Bỏ ra {len(chosen.rows) - len(late)} đơn vị không quá hạn.")
    return redirect(f"{reverse('letter_new', args=[chosen.period.pk])}?submissions={ids}")


ACTIONS: dict[str, Callable[[HttpRequest, Selection], HttpResponse]] = {
    "remind": remind,
    "extend": extend,
    "copy": copy,
    "letter": letter,
}


def _confirm(
    request: HttpRequest,
    chosen: Selection,
    template: str,
    concerned: Iterable[Submission],
    skipped: Mapping[str, Iterable[Submission]],
    *,
    status: int = 200,
    **details: Any,
) -> HttpResponse:
    """What is about to happen, for whom, who is left out and why."""
    context = {
        "period": chosen.period,
        "chosen": chosen,
        "names": chosen.named(concerned),
        "left_out": chosen.left_out(skipped),
        "form": None,
        "until": None,
        "reason": "",
        **details,
    }
    return render(request, template, context, status=status)


def _left_out_sentence(left_out: Mapping[str, list[str]]) -> str:
    """` Bỏ qua 2 đơn vị: hôm nay đã nhắc (MN A, TH B).`; "" when nobody was left out."""
    if not left_out:
        return ""
    parts = []
    for reason, names in left_out.items():
        more = f" và {len(names) - MOST_NAMES} đơn vị khác" if len(names) > MOST_NAMES else ""
        parts.append(f"{reason.rstrip('.')} ({', '.join(names[:MOST_NAMES])}{more})")
    return f" Bỏ qua {sum(map(len, left_out.values()))} đơn vị: {'; '.join(parts)}."


board_action_urls = [path("periods/<int:pk>/board/act/", period_board_act, name="period_board_act")]
