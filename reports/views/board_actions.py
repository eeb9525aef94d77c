"""What is done with schools selected on the board. Every final action is shown before it happens."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from reports.chat_text import chat_text
from reports.enums import Capability
from reports.views.access import get_period
from reports.views.board_extending import SENT, extend
from reports.views.board_reminding import remind
from reports.views.board_selection import LONGEST_ADDRESS, Selection, selection_of


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


board_action_urls = [path("periods/<int:pk>/board/act/", period_board_act, name="period_board_act")]
