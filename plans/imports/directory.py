"""Organisations of the portal by the names documents give them."""

from functools import cached_property

from django.utils import timezone

from schools.enums import OrganisationKind
from schools.models import Organisation, OrganisationProfile
from vietnamese.text import exact_key


class Directory:
    """Every organisation in force, read once; names are compared without case but with every mark (Cẩm Giang and Cẩm
    Giàng are two places)."""

    @cached_property
    def organisations(self) -> list[Organisation]:
        return list(Organisation.objects.in_force(timezone.localdate()).order_by("sort_key", "pk"))

    @property
    def issuing(self) -> list[Organisation]:
        """Those that issue plans or receive reports: all but the schools."""
        return [row for row in self.organisations if row.kind != OrganisationKind.SCHOOL]

    @cached_property
    def _by_id(self) -> dict[int, Organisation]:
        return {row.pk: row for row in self.organisations}

    @cached_property
    def _by_name(self) -> dict[str, set[int]]:
        names: dict[str, set[int]] = {}
        for row in self.organisations:
            for text in (row.name, row.short_name):
                names.setdefault(exact_key(text), set()).add(row.pk)
        profiles = OrganisationProfile.objects.filter(organisation__in=list(self._by_id)).order_by("pk")
        for owner, *texts in profiles.values_list("organisation", "name", "short_name", "header_name"):
            for text in filter(None, texts):
                names.setdefault(exact_key(text), set()).add(owner)
        return names

    def find(self, text: str) -> list[Organisation]:
        """All organisations with exactly this name, short name or name at the head of documents."""
        return [self._by_id[pk] for pk in sorted(self._by_name.get(exact_key(text), ()))] if text.strip() else []

    def only(self, text: str | None) -> Organisation | None:
        """The organisation with this name when there is exactly one."""
        found = self.find(text or "")
        return found[0] if len(found) == 1 else None

    def get(self, pk: int | None) -> Organisation | None:
        return self._by_id.get(pk) if pk else None
