"""What people do with a report and with the figures no school has, in the words for each: one is sent in and reviewed,
the other entered and confirmed."""

from dataclasses import dataclass

from reports.enums import Action, Purpose


@dataclass(frozen=True, slots=True)
class Words:
    """The verbs of one purpose. `noun` stands within a sentence, the others begin a button or a heading."""

    noun: str
    start: str
    resume: str
    correct: str
    write: str
    send: str
    withdraw: str
    accept: str
    reopen: str
    sending: str
    accepting: str
    waiting: str
    accepted: str
    untouched: str
    draft: str
    sheet: str
    item: str

    @property
    def is_figures(self) -> bool:
        return self is FIGURES

    @property
    def capital(self) -> str:
        """The noun at the beginning of a sentence."""
        return self.noun[:1].upper() + self.noun[1:]


REPORT = Words(
    noun="báo cáo",
    start="Bắt đầu soạn",
    resume="Tiếp tục soạn",
    correct="Sửa báo cáo",
    write="Soạn báo cáo",
    send="Nộp báo cáo",
    withdraw="Thu hồi báo cáo",
    accept="Duyệt báo cáo",
    reopen="Mở lại báo cáo",
    sending="nộp",
    accepting="duyệt",
    waiting="Chờ duyệt",
    accepted="Đã duyệt",
    untouched="Chưa soạn",
    draft="Nháp",
    sheet="Báo cáo",
    item="báo cáo",
)
FIGURES = Words(
    noun="số liệu",
    start="Nhập số liệu",
    resume="Nhập tiếp",
    correct="Sửa số liệu",
    write="Nhập số liệu",
    send="Gửi số liệu",
    withdraw="Thu hồi số liệu",
    accept="Xác nhận số liệu",
    reopen="Mở lại số liệu",
    sending="gửi",
    accepting="xác nhận",
    waiting="Chờ xác nhận",
    accepted="Đã xác nhận",
    untouched="Chưa nhập",
    draft="Nhập dở",
    sheet="Phiếu số liệu",
    item="phiếu",
)
_ACTIONS = {
    Action.SAVE: "Nhập",
    Action.SUBMIT: "Gửi số liệu",
    Action.ACCEPT: "Xác nhận",
    Action.UNDO_ACCEPT: "Hoàn tác xác nhận",
}


def words_for(purpose: str) -> Words:
    return FIGURES if purpose == Purpose.FIGURES else REPORT


def action_words(action: str, purpose: str) -> str:
    """What an action of the workflow is called: `Nộp báo cáo`, of figures `Gửi số liệu`."""
    row = Action(action)
    return _ACTIONS.get(row, row.label) if purpose == Purpose.FIGURES else str(row.label)
