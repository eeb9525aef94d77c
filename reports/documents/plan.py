"""A plan as the document that is signed: from the database to plain content (domain reference §1, §4).

What the plan says is printed as it says it. Only what it leaves to the office is written here: the opening from the
documents it rests on, and when reports are due. Number and day that are not known are gaps for the clerk.
"""

import datetime as dt
import re

from django.db.models import Prefetch
from django.utils import timezone

from plans.enums import DocumentType, RecipientRole, RelationKind
from plans.models import Plan, PlanRelation, Target, Task
from reports.documents.content import Appendix, Block, Heading, Item, Letterhead, Paragraph, PlanDocument, Signature
from reports.documents.frame import filing_line
from reports.documents.paper import ROMAN, text_blocks
from reports.documents.plan_annexes import assignment_blocks, has_assignments, period_table, target_table
from reports.documents.plan_text import in_order, tree_blocks
from reports.documents.profiles import profile_for
from reports.documents.wording import GAP, citation, decapitalised, superior_of, words_of
from schools.models import Organisation
from vietnamese.dates import format_blank_date, format_date_long

# Lines that name what the plan rests on are set apart from the sentence that leads to its parts.
BASIS = re.compile(r"(căn cứ|thực hiện|theo|xét)\b", re.IGNORECASE)
# A plan that speaks of reporting itself is given no dates that it does not name.
SPEAKS_OF_REPORTS = re.compile(
    r"chế độ (thông tin,? )?báo cáo|báo cáo[^.;]{0,60}(định k[ỳìi]|trước ngày)|định k[ỳìi][^.;]{0,60}báo cáo",
    re.IGNORECASE,
)
FILING = re.compile(r"^[\s-]*lưu\s*:?\s*", re.IGNORECASE)


def build_plan(plan: Plan, *, annexes: bool = False) -> PlanDocument:
    """The document of a plan; a constant number of queries. `annexes` adds the tables of assignments, targets and
    periods, which a plan that came on paper may not have."""
    relations = PlanRelation.objects.select_related("to_plan__issuer", "to_document")
    loaded = Plan.objects.select_related("issuer__parent", "receiver").prefetch_related(
        "issuer__profiles",
        "issuer__parent__profiles",
        "receiver__profiles",
        "recipients",
        "periods",
        Prefetch("relations", queryset=relations.prefetch_related("to_plan__issuer__profiles")),
        *(_annex_parts() if annexes else [Prefetch("tasks", queryset=Task.objects.select_related("lead"))]),
    )
    return _Builder(loaded.get(pk=plan.pk), annexes=annexes).document()


def _annex_parts() -> tuple[Prefetch, Prefetch]:
    """Tasks with everybody they name, targets with whom they are given to and their steps."""
    tasks = Task.objects.select_related("lead").prefetch_related("lead__profiles", "coordinating__profiles")
    targets = Target.objects.select_related("indicator", "organisation")
    steps = targets.prefetch_related("milestones", "organisation__profiles")
    return Prefetch("tasks", queryset=tasks), Prefetch("targets", queryset=steps)


class _Builder:
    """What is loaded once and read by the parts of one document."""

    def __init__(self, plan: Plan, *, annexes: bool) -> None:
        self.plan, self.has_annexes = plan, annexes
        self.day: dt.date = plan.issued_on or plan.issued_after or self._likely_day(plan)
        self.profile = profile_for(plan.style, self.day)
        self.issuer = words_of(plan.issuer, self.day)
        self.kind = plan.get_document_type_display() if plan.document_type else DocumentType.KH.label
        symbol = plan.symbol or self.profile.symbol(plan.document_type or DocumentType.KH, self.issuer.symbol)
        self.number = self.profile.numbered(plan.number or GAP, symbol)
        self.date = format_date_long(plan.issued_on) or format_blank_date(plan.year)
        self.tasks = [task for task, _ in in_order(plan.tasks.all())]

    @staticmethod
    def _likely_day(plan: Plan) -> dt.date:
        """Today for a plan that is being written; never later than the year it is for."""
        return min(timezone.localdate(), dt.date(plan.year, 12, 31))

    def document(self) -> PlanDocument:
        basis, opening = self._preamble()
        body, closing = self._body()
        gap = "" if not self.plan.number else " "
        place = self.plan.place_name or self.issuer.place_name
        return PlanDocument(
            letterhead=Letterhead(
                superior=self.issuer.superior_header or superior_of(self.plan.issuer, self.day),
                issuer=self.issuer.header_name,
                number_line=f"{self.profile.number_label}{gap}{self.number}",
                date_line=f"{place}, {self.date}" if place else self.date,
            ),
            kind=self.kind.upper(),
            subject=self.plan.subject.strip().rstrip("."),
            addressee="",
            is_illustrative=self.plan.is_illustrative,
            basis=basis,
            opening=opening,
            body=body,
            closing=closing,
            recipients=self._recipients(),
            signature=self._signature(),
            appendices=self._appendices() if self.has_annexes else (),
            profile=self.profile.key,
        )

    # -- text ---------------------------------------------------------------------------------------------------------
    def _preamble(self) -> tuple[tuple[str, ...], tuple[Paragraph, ...]]:
        """The lines it rests on, and what leads to the parts: the plan's own words, else made from its relations."""
        lines = [" ".join(line.split()) for line in self.plan.preamble.splitlines() if line.strip()]
        if lines:
            leads = (at for at, line in enumerate(lines) if line.endswith(":") or not BASIS.match(line))
            count = next(leads, len(lines))
            return tuple(lines[:count]), tuple(Paragraph(line) for line in lines[count:])
        cited = [
            f"{kind.label} {self._cited(relation)}"
            for kind in (RelationKind.LEGAL_BASIS, RelationKind.IMPLEMENTS)
            for relation in self.plan.relations.all()
            if relation.kind == kind
        ]
        basis = tuple(f"{text}{';' if at < len(cited) else '.'}" for at, text in enumerate(cited, 1))
        subject = decapitalised(self.plan.subject.strip().rstrip("."))
        leading = f"{self.issuer.name} ban hành {decapitalised(self.kind)} {subject}, cụ thể như sau:"
        return basis, (Paragraph(leading),)

    def _cited(self, relation: PlanRelation) -> str:
        if relation.to_plan:
            issuer = words_of(relation.to_plan.issuer, relation.to_plan.issued_on or self.day).name
        else:
            issuer = relation.to_document.issuer_name if relation.to_document else ""
        return citation(relation.document, issuer)

    def _body(self) -> tuple[tuple[Block, ...], str]:
        """The parts, and the last sentence, which carries the mark of the end and stays with the signature."""
        blocks = [*tree_blocks(self.tasks, self.profile), *self._reporting()]
        blocks += text_blocks(self.plan.closing)
        last = blocks.pop() if blocks and isinstance(blocks[-1], Paragraph | Item) else None
        match last:
            case Paragraph(text=text):
                return tuple(blocks), self.profile.ended(text)
            case Item(text=text, sign=sign):
                return tuple(blocks), self.profile.ended(f"{sign} {text}")
        return tuple(blocks), ""

    def _reporting(self) -> list[Block]:
        """When reports are due, unless the plan says it in words of its own."""
        periods = list(self.plan.periods.all())
        said = " ".join(f"{task.title} {task.text}" for task in self.tasks) + self.plan.closing
        if not periods or SPEAKS_OF_REPORTS.search(said):
            return []
        parts = sum(task.parent_id is None for task in self.tasks)
        label = self.profile.part(ROMAN[min(parts, len(ROMAN) - 1)])
        dates = [Item(f"{period.report_name}: {decapitalised(period.deadline_text)}") for period in periods]
        ended = [Item(f"{item.text}{';' if at < len(dates) else '.'}") for at, item in enumerate(dates, 1)]
        receiver = words_of(self.plan.receiver, self.day).name
        return [Heading(1, label, "Chế độ báo cáo"), Paragraph(f"Thời hạn gửi báo cáo về {receiver}:"), *ended]

    # -- ending -------------------------------------------------------------------------------------------------------
    def _recipients(self) -> tuple[str, ...]:
        """Who gets the plan and why, a line each, and where it is filed."""
        lines, filed = [], ""
        for recipient in self.plan.recipients.all():
            name = recipient.name.strip(" ;,.-")
            if recipient.role == RecipientRole.FILE:
                filed = FILING.sub("", name)
            else:
                reason = "" if name.endswith(")") else f" ({decapitalised(recipient.get_role_display())})"
                lines.append(f"- {name}{reason}{self.profile.separator}")
        return (*lines, f"- {self.profile.filing}{filed}." if filed else filing_line(self.issuer, self.profile))

    def _signature(self) -> Signature:
        """Who signs as the plan says; while it says nobody, as the issuer signs."""
        plan, own = self.plan, self.issuer
        if plan.signer_title or plan.signer_name or plan.signer_capacity:
            return Signature(self.profile.capacity(plan.signer_capacity), plan.signer_title, plan.signer_name)
        return Signature(self.profile.capacity(own.signing_capacity), own.head_title, own.signer_name)

    # -- annexes ------------------------------------------------------------------------------------------------------
    def _appendices(self) -> tuple[Appendix, ...]:
        names = {body.pk: words_of(body, self.day) for body in self._bodies()}
        targets, periods = list(self.plan.targets.all()), list(self.plan.periods.all())
        parts: list[tuple[str, tuple[Block, ...], bool]] = []
        if has_assignments(self.tasks):
            parts.append(("Phân công nhiệm vụ", assignment_blocks(self.tasks, names, self.profile), True))
        if targets:
            parts.append(("Chỉ tiêu", (target_table(targets, periods, names),), True))
        if periods:
            parts.append(("Thời hạn báo cáo", (period_table(periods),), False))
        number = f"số{' ' if self.plan.number else ''}{self.number}"
        reference = f"(Kèm theo {self.kind} {number} {self.date} của {self.issuer.name})"
        labels = ["Phụ lục"] if len(parts) == 1 else [f"Phụ lục {numeral}" for numeral in ROMAN]
        return tuple(
            Appendix(label, title, reference, blocks, is_wide)
            for label, (title, blocks, is_wide) in zip(labels, parts, strict=False)
        )

    def _bodies(self) -> set[Organisation]:
        """Every body that leads, coordinates or is given a target."""
        found = {task.lead for task in self.tasks if task.lead}
        found |= {body for task in self.tasks for body in task.coordinating.all()}
        return found | {target.organisation for target in self.plan.targets.all() if target.organisation}
