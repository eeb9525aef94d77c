"""Drawn pictures that stand where photos of schools would: nobody's school is shown in a demonstration."""

import io
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

WIDTH, HEIGHT = 1200, 900
WALLS = ("#e9d8a6", "#f1e3d3", "#d8e2dc", "#f4d6cc")
ROOFS = ("#9b2226", "#7f5539", "#386641")


def sketch(chance: Random, *, is_damp: bool = False) -> SimpleUploadedFile:
    """A house with windows under a sky, as JPEG; `is_damp` has stains on its wall."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), "#cfe3f3")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 700, WIDTH, HEIGHT), fill="#b7b7a4")
    left, right = 120 + chance.randrange(80), WIDTH - 120 - chance.randrange(80)
    draw.rectangle((left, 330, right, 740), fill=chance.choice(WALLS), outline="#555555", width=4)
    draw.polygon(((left - 50, 330), (right + 50, 330), (right - 60, 190), (left + 60, 190)), fill=chance.choice(ROOFS))
    for at in range(left + 50, right - 120, 170):
        draw.rectangle((at, 420, at + 100, 560), fill="#a9d6e5", outline="#444444", width=5)
        draw.line((at + 50, 420, at + 50, 560), fill="#444444", width=4)
    if is_damp:
        for _ in range(14):
            x, y = chance.randrange(left + 10, right - 90), chance.randrange(340, 400)
            draw.ellipse((x, y, x + 40 + chance.randrange(60), y + 30 + chance.randrange(60)), fill="#a5a58d")
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=80)
    return SimpleUploadedFile("anh.jpg", stream.getvalue(), "image/jpeg")
