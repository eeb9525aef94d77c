"""Shares, forecasts and targets of the national standard in words."""

from decimal import Decimal

from facilities.aims import Outcome, TwoAims, Verdict
from facilities.shares import Share
from vietnamese.numbers import format_number, format_percent


def percent_of(share: Share) -> Decimal | None:
    """The share in percent for the eye; comparisons take the exact one."""
    exact = share.percent
    return None if exact is None else Decimal(exact.numerator) / Decimal(exact.denominator)


def share_text(share: Share) -> str:
    """`46/59 trường = 77,97%`."""
    value = percent_of(share)
    return "chưa có trường" if value is None else f"{share.number}/{share.whole} trường = {format_percent(value)}"


def target_text(percent: Decimal) -> str:
    return f"{format_number(percent, trim=True)}%"


def ground_text(aims: TwoAims) -> str:
    """What the year begins with, and what the share needs."""
    ground, target = aims.ground, target_text(aims.percent)
    need = (
        f"cần {aims.new_needed} trường công nhận mới" if aims.new_needed else "không cần thêm trường công nhận mới nào"
    )
    said = f"Đầu năm {ground.year} có {share_text(ground.start)}. Đạt {target} cần {aims.needed}/{ground.whole} trường"
    if not ground.lapsing:
        return f"{said}: {need}."
    return (
        f"{said}: {need} nếu {ground.lapsing} trường đến hạn trong năm đều được công nhận lại, "
        f"{aims.new_needed_at_worst} trường nếu không trường nào được công nhận lại."
    )


def outcome_text(outcome: Outcome, aims: TwoAims) -> str:
    """`4 trường mới → 45/59 trường = 76,27%, chưa đạt 80%`."""
    said = (
        f"{outcome.new} trường mới → {share_text(outcome.best)}, {_met(outcome.is_enough)} {target_text(aims.percent)}"
    )
    if not aims.ground.lapsing:
        return said
    return f"{said}; không trường nào được công nhận lại thì {share_text(outcome.worst)}"


def verdict_text(aims: TwoAims) -> str:
    """Whether both targets can be met at once, and what it would take."""
    target, last = target_text(aims.percent), aims.outcomes[-1]
    match aims.verdict:
        case Verdict.FIT:
            return f"Hai chỉ tiêu khớp nhau: {aims.low} trường mới là đủ {target}."
        case Verdict.WITH_RENEWALS:
            return (
                f"Hai chỉ tiêu chỉ khớp nhau khi các trường đến hạn được công nhận lại: mất cả {aims.ground.lapsing} "
                f"trường thì {target} cần {aims.new_needed_at_worst} trường mới."
            )
        case Verdict.ONLY_STRETCH:
            return (
                f"Hai chỉ tiêu chỉ khớp nhau ở mức phấn đấu: {target} cần {aims.new_needed} trường mới, trong khi mức "
                f"tối thiểu là {aims.low}."
            )
        case _:
            return (
                f"Hai chỉ tiêu không khớp nhau: được {last.new} trường mới thì tỷ lệ là {share_text(last.best)}, chưa "
                f"đạt {target}; muốn đạt {target} cần {aims.new_needed} trường mới."
            )


def _met(is_enough: bool) -> str:
    return "đạt" if is_enough else "chưa đạt"
