"""Photos meant to do harm, and photos that are not what they are called: what reaches the storage through the pages."""

import io
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageFile

from facilities import pictures
from facilities.models import Inspection, Photo
from facilities.pictures import clean_jpeg, thumbnail
from facilities.services.photos import MOST_OF_INSPECTION, FileRefused, add_photo, ready_photo
from schools.enums import Role
from tests.factories import FindingFactory, InspectionFactory, PhotoFactory, UserFactory, member
from tests.reports import files

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]
GPS, SECRET = 0x8825, b"bi-mat-vi-tri"


def as_bytes(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def upload(content: bytes, name: str = "anh.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def huge_jpeg(width: int, height: int) -> bytes:
    """A small JPEG whose header says it is very large."""
    raw = files.picture("JPEG")
    at = max(raw.find(b"\xff\xc0"), raw.find(b"\xff\xc2"))
    return raw[: at + 5] + height.to_bytes(2, "big") + width.to_bytes(2, "big") + raw[at + 9 :]


def animated() -> bytes:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "green", "blue")]
    return as_bytes(frames[0], "PNG", save_all=True, append_images=frames[1:])


# -- too large once opened -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "content",
    [files.huge_png(60_000, 60_000), files.huge_png(2_000_000_000, 1), huge_jpeg(65_000, 65_000)],
    ids=["png", "line", "jpeg"],
)
def test_a_header_that_promises_billions_of_points_costs_neither_time_nor_memory(content: bytes) -> None:
    tracemalloc.start()
    begun = time.monotonic()

    with pytest.raises(FileRefused) as refused:
        ready_photo(upload(content))

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "quá lớn" in refused.value.message
    assert time.monotonic() - begun < 2
    assert most < 20_000_000


@pytest.mark.parametrize("size", [(6000, 5000), (24_000_001, 1)], ids=["wide-and-high", "line"])
def test_a_png_above_what_is_unpacked_whole_is_refused_with_its_size(size: tuple[int, int]) -> None:
    content = as_bytes(Image.new("1", size), "PNG")

    with pytest.raises(FileRefused) as refused:
        ready_photo(upload(content, "a.png"))

    assert f"{size[0]} × {size[1]}" in refused.value.message


def test_the_worker_of_pictures_refuses_a_bomb_without_the_checks_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)

    with pytest.raises(FileRefused) as refused:
        clean_jpeg(io.BytesIO(files.picture("JPEG")))

    assert refused.value.message.startswith("Ảnh quá lớn khi mở ra.")


@pytest.mark.parametrize("size", [(1, 1), (1, 2400), (2400, 1)])
def test_pictures_of_one_point_or_one_line_come_out(size: tuple[int, int]) -> None:
    kept = opened(clean_jpeg(io.BytesIO(files.picture("PNG", size))))

    assert min(kept.size) == 1
    assert max(kept.size) == min(max(size), pictures.LONG_SIDE)


# -- not whole, or not a picture -----------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("left", [12, 30, 200, -1])
def test_a_picture_that_breaks_off_anywhere_is_refused(kind: str, left: int) -> None:
    whole = files.picture(kind, (900, 700))

    with pytest.raises(FileRefused) as refused:
        ready_photo(upload(whole[: left if left > 0 else len(whole) // 2]))

    assert refused.value.message.startswith("Tệp bị hỏng")


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_half_a_picture_is_refused_also_where_another_library_is_content_with_it(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    half = files.picture(kind, (900, 700))
    half = half[: len(half) // 2]

    for make in (clean_jpeg, thumbnail):
        with pytest.raises(FileRefused):
            make(io.BytesIO(half))

    assert ImageFile.LOAD_TRUNCATED_IMAGES is True, "the other library finds its setting as it was"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP", "ICO", "PPM"])
def test_pictures_of_other_formats_are_refused_though_they_could_be_opened(kind: str) -> None:
    content = as_bytes(Image.new("RGB", (32, 32), "red"), kind)

    with pytest.raises(FileRefused):
        ready_photo(upload(content))
    with pytest.raises(FileRefused):
        clean_jpeg(io.BytesIO(content))


def test_a_phones_heic_is_refused_with_what_to_do() -> None:
    with pytest.raises(FileRefused) as refused:
        ready_photo(upload(b"\0\0\0\x18ftypheic" + b"\0" * 200, "IMG_1.HEIC"))

    assert "HEIC" in refused.value.message
    assert "JPEG" in refused.value.message


@pytest.mark.parametrize(
    ("name", "kind"), [("a.png", "PNG"), ("a.exe", "JPEG"), ("../../a.php", "JPEG"), ("a.html", "PNG"), ("a", "JPEG")]
)
def test_whatever_a_picture_is_called_it_is_kept_as_jpeg_under_a_name_of_ours(name: str, kind: str) -> None:
    photo = add_photo(
        upload=upload(files.picture(kind), name, "text/html"), by=UserFactory(), inspection=InspectionFactory()
    )

    with photo.file.open("rb") as stored:
        assert opened(stored.read()).format == "JPEG"
    assert str(photo.file.name).startswith("photos/")
    assert str(photo.file.name).endswith(".jpg")
    assert "/a." not in str(photo.file.name)


def test_only_the_first_picture_of_many_is_kept() -> None:
    kept = opened(ready_photo(upload(animated(), "a.png")))

    assert (kept.format, getattr(kept, "n_frames", 1)) == ("JPEG", 1)
    red, green, _ = kept.getpixel((5, 5))
    assert (red > 200, green < 60) == (True, True)


# -- what it says about people -------------------------------------------------------------------------------------
def test_a_png_loses_its_place_and_its_texts_too() -> None:
    from PIL.PngImagePlugin import PngInfo

    exif, texts = Image.Exif(), PngInfo()
    exif[GPS] = {1: "N", 2: (20.0, 57.0, 30.0)}
    texts.add_text("Comment", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    raw = as_bytes(Image.new("RGB", (40, 30)), "PNG", exif=exif, pnginfo=texts)
    assert GPS in opened(raw).getexif()
    assert SECRET in raw

    for made in (ready_photo(upload(raw, "a.png")), thumbnail(io.BytesIO(raw))):
        assert dict(opened(made).getexif()) == {}
        assert SECRET not in made
        assert b"Exif" not in made


def test_broken_notes_of_the_camera_do_not_stop_a_good_picture() -> None:
    raw = as_bytes(Image.new("RGB", (40, 30), "red"), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + SECRET)

    with pytest.warns(UserWarning, match="Corrupt EXIF"):
        kept = ready_photo(upload(raw))

    assert opened(kept).size == (40, 30)
    assert SECRET not in kept


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_pictures_of_printers_and_grey_ones_come_out_in_colours_a_browser_shows(mode: str) -> None:
    kept = opened(ready_photo(upload(as_bytes(Image.new(mode, (40, 30)), "JPEG"))))

    assert (kept.mode, kept.size) == ("RGB", (40, 30))


# -- through the pages ---------------------------------------------------------------------------------------------
@pytest.fixture
def visit() -> Inspection:
    found: Inspection = InspectionFactory()
    FindingFactory(inspection=found, position=1)
    return found


def send(client: Client, visit: Inspection, content: bytes, name: str = "anh.jpg") -> Any:
    data = {"finding": visit.findings.get().pk, "photo": upload(content, name)}
    return client.post(reverse("inspection_photo", args=[visit.pk]), data)


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", files.huge_png(60_000, 60_000), b"GIF89a" + b"\0" * 50, files.pdf()],
    ids=["empty", "jpeg-head", "png-head", "bomb", "gif", "pdf"],
)
def test_nothing_of_a_refused_photo_stays(visit: Inspection, login_as: Login, content: bytes) -> None:
    answer = send(login_as(member(visit.office, Role.OFFICER)), visit, content)

    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not Photo.objects.exists()
    assert not default_storage.exists("photos")


def test_a_file_too_heavy_is_refused_before_it_is_opened(
    visit: Inspection, login_as: Login, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EVIDENCE_MAX_BYTES = 100
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("opened"))

    answer = send(login_as(member(visit.office, Role.OFFICER)), visit, files.picture())

    assert answer.status_code == 422
    assert "mỗi tệp tối đa" in answer.json()["message"]


def test_a_visit_takes_so_many_photos_and_no_more(visit: Inspection, login_as: Login) -> None:
    PhotoFactory.create_batch(MOST_OF_INSPECTION, inspection=visit)

    answer = send(login_as(member(visit.office, Role.OFFICER)), visit, files.picture())

    assert answer.status_code == 422
    assert f"Đã đủ {MOST_OF_INSPECTION} ảnh." in answer.json()["message"]


def test_a_photo_goes_to_no_finding_of_another_visit(visit: Inspection, login_as: Login) -> None:
    other = FindingFactory(inspection=InspectionFactory())
    client = login_as(member(visit.office, Role.OFFICER))

    answer = client.post(
        reverse("inspection_photo", args=[visit.pk]), {"finding": other.pk, "photo": upload(files.picture())}
    )

    assert (answer.status_code, Photo.objects.count()) == (422, 0)


def test_a_school_cannot_send_photos_of_its_own_visit(visit: Inspection, login_as: Login) -> None:
    principal = login_as(member(visit.school.organisation, Role.PRINCIPAL))

    assert send(principal, visit, files.picture()).status_code == 404
    assert not Photo.objects.exists()


def test_a_caption_keeps_what_a_database_can_hold(visit: Inspection) -> None:
    photo = add_photo(
        upload=upload(files.picture()), by=UserFactory(), inspection=visit, caption=" Cổng\0 " + "x" * 300
    )

    photo.refresh_from_db()
    assert photo.caption == "Cổng " + "x" * 195
