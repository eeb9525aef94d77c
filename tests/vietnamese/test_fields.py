"""Model fields: composed text, and keys that follow their source through every way of saving rows."""

import unicodedata

import pytest
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from vietnamese import forms
from vietnamese.fields import NFCCharField, NFCTextField, SearchKeyField, SortKeyField
from vietnamese.text import person_sort_key, search_key, sort_key

NFD_NAME = unicodedata.normalize("NFD", "Cẩm Giàng")

with isolate_apps("vietnamese"):

    class Place(models.Model):
        name = NFCCharField(max_length=9)
        code = models.CharField(max_length=10, blank=True)
        note = NFCTextField(blank=True)
        name_search = SearchKeyField(source=["name", "code"])
        name_sort = SortKeyField(source="name")
        head = models.CharField(max_length=50, default="")
        head_sort = SortKeyField(source="head", person=True, max_length=20)

        class Meta:
            app_label = "vietnamese"


@pytest.fixture
def places(transactional_db):
    with connection.schema_editor() as editor:
        editor.create_model(Place)
    yield Place.objects
    with connection.schema_editor() as editor:
        editor.delete_model(Place)


def keys(place):
    place.refresh_from_db()
    return place.name_search, place.name_sort


def test_saving_composes_text_and_computes_keys(places):
    place = places.create(name=NFD_NAME, code="CG-1", note=NFD_NAME)

    assert (place.name, place.note) == ("Cẩm Giàng", "Cẩm Giàng")
    assert keys(place) == ("cam giang cg 1", sort_key("Cẩm Giàng"))
    assert (place.name, place.note) == ("Cẩm Giàng", "Cẩm Giàng")


def test_keys_follow_a_new_name(places):
    place = places.create(name="Cẩm Vũ")

    place.name = "Đức Chính"
    place.save()

    assert keys(place) == ("duc chinh", sort_key("Đức Chính"))


def test_bulk_create_computes_keys(places):
    [place] = places.bulk_create([Place(name=NFD_NAME)])

    assert keys(place) == ("cam giang", sort_key("Cẩm Giàng"))


def test_update_or_create_computes_keys(places):
    places.create(code="x", name="Cẩm Vũ")

    place, _ = places.update_or_create(code="x", defaults={"name": "Lai Cách"})

    assert keys(place) == ("lai cach x", sort_key("Lai Cách"))


def test_update_fields_must_name_the_key_too(places):
    place = places.create(name="Cẩm Vũ")

    place.name = "Lai Cách"
    place.save(update_fields=["name"])
    left_behind = keys(place)
    place.save(update_fields=["name", "name_search", "name_sort"])

    assert left_behind == ("cam vu", sort_key("Cẩm Vũ"))
    assert keys(place) == ("lai cach", sort_key("Lai Cách"))


def test_lookups_compose_and_keys_search_and_sort(places):
    for name in ["Đức Chính", "Cẩm Vũ", "Dương Am", "Cẩm Định"]:
        places.create(name=name)

    found = places.filter(name=unicodedata.normalize("NFD", "Cẩm Vũ")).values_list("name", flat=True)
    searched = places.filter(name_search__contains=search_key("CẨM")).order_by("name_sort")

    assert list(found) == ["Cẩm Vũ"]
    assert [place.name for place in searched] == ["Cẩm Định", "Cẩm Vũ"]
    assert list(places.order_by("name_sort").values_list("name", flat=True)) == [
        "Cẩm Định",
        "Cẩm Vũ",
        "Dương Am",
        "Đức Chính",
    ]


def test_a_key_is_cut_to_its_column(places):
    place = places.create(name="A", head="Nguyễn Thị Minh Khai")

    place.refresh_from_db()

    assert place.head_sort == person_sort_key("Nguyễn Thị Minh Khai")[:20]


def test_forms_show_the_text_and_not_the_keys():
    fields = {field.name: field.formfield() for field in Place._meta.fields if field.editable}

    assert isinstance(fields["name"], forms.NFCCharField)
    assert isinstance(fields["note"], forms.NFCCharField)
    assert {"name_search", "name_sort", "head_sort"}.isdisjoint(fields)
    assert fields["name"].clean(NFD_NAME) == "Cẩm Giàng"


@pytest.mark.parametrize(
    "field", [SearchKeyField(source=["name", "code"]), SortKeyField(source="head", person=True, max_length=20)]
)
def test_a_migration_builds_the_same_field_again(field):
    _, path, args, options = field.deconstruct()

    again = type(field)(*args, **options)

    assert path == f"vietnamese.fields.{type(field).__name__}"
    assert again.deconstruct()[1:] == field.deconstruct()[1:]
    assert (again.source, again.max_length, again.db_index, again.editable) == (
        field.source,
        field.max_length,
        True,
        False,
    )
    assert getattr(again, "person", None) == getattr(field, "person", None)
    assert f"vietnamese.fields.{type(field).__name__}(" in MigrationWriter.serialize(field)[0]
