"""Facts the school registry knows are not asked again: they stand in the report when it is started."""

from plans.enums import RegistryFact
from plans.models import Indicator
from reports.cells import read_cells
from reports.models import IndicatorValue
from reports.queries.sheet import Sheet
from reports.services.storing import store_values
from schools.models import School
from vietnamese.numbers import number_for_input


def fill_from_registry(*, sheet: Sheet) -> int:
    """Enter what the registry knows about the school into empty rows, marked as copied. Returns how many.

    A fact the registry does not hold stays a question. Called when a report is started.
    """
    school = getattr(sheet.submission.organisation, "school", None)
    facts = dict(Indicator.objects.exclude(registry_fact="").order_by("pk").values_list("pk", "registry_fact"))
    if school is None or not facts:
        return 0
    values = []
    for row in sheet.grid:
        raw = registry_texts(school, facts.get(row.indicator_id, ""), sheet.submission.period.school_year)
        if raw is None or row.raw_numerator or row.raw_denominator or row.raw_value:
            continue
        row.raw_numerator, row.raw_denominator, row.raw_value = raw
        reading = read_cells(row, dict(zip("ndv", raw, strict=True)))
        row.state, row.is_carried = reading.state, True
        row.numerator, row.denominator, row.value = (reading.numbers[part] for part in "ndv")
        values.append(
            IndicatorValue(
                submission=sheet.submission, plan_indicator_id=row.id, state=row.state, numerator=row.numerator,
                denominator=row.denominator, value=row.value, raw_numerator=raw[0], raw_denominator=raw[1],
                raw_value=raw[2], is_carried=True,
            )
        )  # fmt: skip
    store_values(values, with_remarks=False)
    return len(values)


def registry_texts(school: School, fact: str, school_year: int) -> tuple[str, str, str] | None:
    """Numerator, denominator and value of a fact as they would be typed; None when the registry does not know it."""
    match fact:
        case RegistryFact.CAMPUSES:
            return "", "", number_for_input(school.campuses)
        case RegistryFact.LAND_PER_PUPIL:
            if not school.is_on_new_site:
                return "k", "", ""
            facts = school.yearly_facts.filter(school_year=school_year).first()
            if facts is None or not facts.pupils or school.land_area_m2 is None:
                return None
            return number_for_input(school.land_area_m2), number_for_input(facts.pupils), ""
    return None
