"""Photos of works and visits: what is taken, what is left of it, who sees it, and that nothing stays behind."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from facilities import pictures
from facilities.enums import InspectionState
from facilities.models import Photo
from facilities.services.photos import FileRefused, add_photo, ready_photo, remove_photo
from schools.enums import Role
from tests.factories import (
    InspectionFactory,
    OfficeFactory,
    PhotoFactory,
    SchoolFactory,
    UserFactory,
    WorkUpdateFactory,
    member,
)
from tests.reports import files

pytestmark = pytest.mark.django_db
Execute = Callable[..., Any]
ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


def from_a_phone(size: tuple[int, int] = (400, 300), orientation: int = 6) -> bytes:
    """A photo taken with the phone held upright: lying, red at the left, with place, device and a comment."""
    image = Image.new("RGB", size, "white")
    image.paste((255, 0, 0), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "Điện thoại"
    exif[GPS] = {1: "N", 2: (20.0, 57.0, 30.0), 3: "E", 4: (106.0, 12.0, 0.0)}
    stream = io.BytesIO()
    image.save(stream, "JPEG", exif=exif, comment=b"bi mat")
    return stream.getvalue()


def upload(content: bytes, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def stored() -> set[str]:
    def walk(folder: str) -> set[str]:
        folders, names = default_storage.listdir(folder)
        return {f"{folder}/{name}" for name in names}.union(*(walk(f"{folder}/{sub}") for sub in folders))

    return walk("photos") if default_storage.exists("photos") else set()


# -- what becomes of a picture ------------------------------------------------------------------------------------
def test_a_photo_is_turned_upright_and_tells_nothing_of_place_or_device() -> None:
    raw = from_a_phone()
    assert GPS in opened(raw).getexif()

    kept = opened(ready_photo(upload(raw)))

    assert (kept.format, kept.size, kept.mode) == ("JPEG", (300, 400), "RGB")
    assert dict(kept.getexif()) == {}
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    assert b"bi mat" not in ready_photo(upload(raw))
    red, green, _ = kept.getpixel((150, 20))
    assert (red > 200, green < 60) == (True, True), "what was left is on top now"


def test_large_photos_are_made_smaller_and_small_ones_stay() -> None:
    assert opened(ready_photo(upload(files.picture("JPEG", (4000, 3000))))).size == (1600, 1200)
    assert opened(ready_photo(upload(files.picture("PNG", (60, 40)), "a.png"))).size == (60, 40)


def test_what_is_transparent_becomes_white() -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(stream, "PNG")

    assert opened(ready_photo(upload(stream.getvalue()))).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp rỗng."),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG"),
        (
            b"<!doctype html><script>alert(1)</script>",
            "trang web hoặc ảnh SVG nên không nhận. Chỉ nhận ảnh JPEG hoặc PNG.",
        ),
        (b"chi la chu" * 20, "Nội dung tệp không phải ảnh JPEG hoặc PNG."),
        (files.pdf(), "Tệp không phải ảnh. Chỉ nhận ảnh JPEG hoặc PNG."),
        (files.excel(), "Tệp không phải ảnh. Chỉ nhận ảnh JPEG hoặc PNG."),
        (b"MZ" + b"\0" * 200, "chương trình máy tính"),
        (files.picture("JPEG", (900, 700))[:-600], "Tệp bị hỏng"),
        (files.picture("JPEG") + files.package({"a.txt": "a"}), "Tệp có một tệp khác ghép vào"),
    ],
    ids=["empty", "svg", "html", "text", "pdf", "excel", "program", "half", "zip-behind"],
)
def test_other_files_are_refused_whatever_they_are_called(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused) as refused:
        ready_photo(upload(content, "anh.jpg"))

    assert words in refused.value.message


def test_markup_behind_a_picture_does_not_reach_the_kept_file() -> None:
    raw = files.picture("JPEG") + b"<html><script>alert(1)</script></html>"

    assert b"script" not in ready_photo(upload(raw, "a.html"))


def test_a_picture_that_swells_when_opened_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PNG_PIXELS", 1000)

    with pytest.raises(FileRefused) as refused:
        ready_photo(upload(files.picture("PNG", (64, 48)), "a.png"))

    assert refused.value.message.startswith("Ảnh PNG 64 × 48 điểm quá lớn")


def test_a_bomb_of_nine_thousand_by_nine_thousand_points_is_refused_without_being_opened() -> None:
    stream = io.BytesIO()
    Image.new("1", (9000, 9000)).save(stream, "PNG")
    assert len(stream.getvalue()) < 20_000

    with pytest.raises(FileRefused) as refused:
        ready_photo(upload(stream.getvalue(), "a.png"))

    assert "quá lớn" in refused.value.message


def test_the_size_on_the_way_in_is_that_of_evidence(settings: LazySettings) -> None:
    settings.EVIDENCE_MAX_BYTES = 100

    with pytest.raises(FileRefused) as refused:
        ready_photo(upload(files.picture("JPEG")))

    assert "mỗi tệp tối đa" in refused.value.message


@hypothesis_settings(max_examples=25)
@given(
    width=st.integers(1, 2500),
    height=st.integers(1, 2500),
    mode=st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "I;16"]),
    orientation=st.integers(0, 9),
)
def test_any_picture_comes_out_as_a_plain_jpeg_in_proportion(
    width: int, height: int, mode: str, orientation: int
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    stream = io.BytesIO()
    Image.new(mode, (width, height)).save(stream, "PNG", exif=exif)

    kept = opened(pictures.clean_jpeg(stream))

    lying = (height, width) if orientation in (5, 6, 7, 8) else (width, height)
    scale = min(1, pictures.LONG_SIDE / max(lying))
    assert (kept.format, kept.mode) == ("JPEG", "RGB")
    assert max(kept.size) == min(max(lying), pictures.LONG_SIDE)
    assert [abs(now - was * scale) <= 1 for now, was in zip(kept.size, lying, strict=True)] == [True, True]


# -- keeping ------------------------------------------------------------------------------------------------------
def test_the_same_photo_twice_in_one_place_is_one_row() -> None:
    update, visit, by = WorkUpdateFactory(), InspectionFactory(), UserFactory()

    first = add_photo(upload=upload(from_a_phone()), by=by, work_update=update, caption="Móng nhà")
    again = add_photo(upload=upload(from_a_phone(), "khac.jpg"), by=by, work_update=update)
    elsewhere = add_photo(upload=upload(from_a_phone()), by=by, inspection=visit)

    assert again == first
    assert (first.caption, first.width, first.height) == ("Móng nhà", 300, 400)
    assert Photo.objects.count() == 2
    assert stored() == {first.file.name, elsewhere.file.name}
    assert "anh" not in str(first.file.name)


def test_a_place_takes_so_many_photos_and_no_more(settings: LazySettings) -> None:
    settings.EVIDENCE_MAX_FILES = 1
    update, by = WorkUpdateFactory(), UserFactory()
    add_photo(upload=upload(files.picture()), by=by, work_update=update)

    with pytest.raises(FileRefused) as refused:
        add_photo(upload=upload(from_a_phone()), by=by, work_update=update)

    assert refused.value.message.startswith("Đã đủ 1 ảnh.")
    assert len(stored()) == 1


def test_a_row_that_cannot_be_written_leaves_no_file() -> None:
    two = {"inspection": InspectionFactory(), "work_update": WorkUpdateFactory()}

    with pytest.raises(IntegrityError):
        add_photo(upload=upload(files.picture()), by=UserFactory(), **two)

    assert stored() == set()


def test_the_file_goes_with_its_row_and_a_rollback_keeps_both(
    django_capture_on_commit_callbacks: Execute,
) -> None:
    photo = add_photo(upload=upload(files.picture()), by=UserFactory(), work_update=WorkUpdateFactory())
    name = str(photo.file.name)

    def undone() -> None:
        with transaction.atomic():
            remove_photo(photo=Photo.objects.get(), by=photo.by)
            raise InterruptedError

    with pytest.raises(InterruptedError), django_capture_on_commit_callbacks(execute=True):
        undone()
    assert stored() == {name}

    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photo=photo, by=photo.by)
    assert stored() == set()


def test_the_file_goes_when_the_whole_work_goes(django_capture_on_commit_callbacks: Execute) -> None:
    photo = add_photo(upload=upload(files.picture()), by=UserFactory(), work_update=WorkUpdateFactory())

    with django_capture_on_commit_callbacks(execute=True):
        photo.work_update.work.delete()

    assert stored() == set()


# -- looking ------------------------------------------------------------------------------------------------------
@pytest.fixture
def seen() -> Photo:
    return add_photo(
        upload=upload(files.picture("JPEG", (1600, 1200))), by=UserFactory(), work_update=WorkUpdateFactory()
    )


def test_a_photo_is_shown_as_a_picture_and_kept_by_the_browser(seen: Photo, login_as: Any) -> None:
    client: Client = login_as(member(seen.work_update.work.school.organisation, Role.CLERK))

    whole = client.get(reverse("photo", args=[seen.pk]))
    small = client.get(reverse("photo_thumb", args=[seen.pk]))

    for answer in (whole, small):
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert opened(whole.getvalue()).size == (1600, 1200)
    assert opened(small.content).size == (320, 240)
    assert len(small.content) < 20_000
    unchanged = client.get(reverse("photo_thumb", args=[seen.pk]), headers={"If-None-Match": small["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_a_photo_without_its_file_is_not_there(seen: Photo, login_as: Any) -> None:
    default_storage.delete(str(seen.file.name))
    client = login_as(member(OfficeFactory(), Role.OFFICER))

    assert client.get(reverse("photo", args=[seen.pk])).status_code == 404
    assert client.get(reverse("photo_thumb", args=[seen.pk])).status_code == 404


def test_photos_of_an_unfinished_visit_are_the_offices_alone(login_as: Any) -> None:
    photo = PhotoFactory(inspection=InspectionFactory(school=SchoolFactory()))
    principal = member(photo.inspection.school.organisation, Role.PRINCIPAL)
    officer = member(photo.inspection.office, Role.OFFICER)

    def answer(user: Any) -> int:
        response = login_as(user).get(reverse("photo", args=[photo.pk]))
        response.getvalue()
        return int(response.status_code)

    assert (answer(principal), answer(officer)) == (404, 200)
    photo.inspection.state, photo.inspection.done_at = InspectionState.DONE, photo.created_at
    photo.inspection.save()
    assert answer(principal) == 200
    assert answer(member(SchoolFactory().organisation, Role.PRINCIPAL)) == 404
