from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from plans.enums import ImportState
from plans.imports.composing import composed
from plans.imports.directory import Directory
from plans.models import PlanImport
from plans.reading.proposing import propose
from plans.reading.sources.text import text_lines
from tests.factories.accounts import UserFactory
from tests.factories.schools import OfficeFactory


def _read(row: Any) -> dict[str, Any]:
    """The proposal the worker would make of the row's text."""
    lines = text_lines(row.text)
    return composed(propose(lines), lines, directory=Directory(), organisation=row.organisation)


class PlanImportFactory(factory.django.DjangoModelFactory):
    """A text file that waits to be read; with `ready=True` it has been, and `text` may say what stands in it."""

    class Meta:
        model = PlanImport
        exclude = ("text",)

    class Params:
        ready = factory.Trait(state=ImportState.READY, proposal=factory.LazyAttribute(_read))

    text = "KẾ HOẠCH\nThử nghiệm"
    created_by = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OfficeFactory)
    source_name = "Kế hoạch.txt"
    source = factory.LazyAttribute(lambda row: ContentFile(row.text.encode(), name="ke-hoach.txt"))
    size = factory.LazyAttribute(lambda row: len(row.text.encode()))
    sha256 = "0" * 64
    created_at = factory.LazyFunction(timezone.now)
