"""What a person reads in an answer of the portal: the text of pages, workbooks, documents and calendars alike."""

import html
import io
import re
import unicodedata
import zipfile
from typing import Any

import pdfplumber

SPACES = re.compile(r"[\s\u00a0]+")
TAGS = re.compile(r"<[^>]*>")
# What attributes show or keep for showing: titles, labels, values of choices.
SHOWN = re.compile(r'\b(?:title|aria-label|alt|placeholder|value|content|data-label)="([^"]*)"')


def text_of(response: Any) -> str:
    """The words of the answer, composed and on one line; of a file, whatever its kind; a picture has none."""
    data = response.getvalue()
    return "" if response.get("Content-Type", "").startswith("image/") else words_in(data)


def words_in(data: bytes) -> str:
    """The words of a page, a PDF, a Word or Excel file, or a text."""
    if data.startswith(b"%PDF"):
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return one_line(" ".join(page.extract_text() or "" for page in pdf.pages))
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")]
        return one_line(html.unescape(" ".join(TAGS.sub(" ", part) for part in parts)))
    page = data.decode("utf-8")
    return one_line(html.unescape(" ".join([*SHOWN.findall(page), TAGS.sub(" ", page)])))


def one_line(text: str) -> str:
    """The text as `text_of` and `words_in` give it."""
    return SPACES.sub(" ", unicodedata.normalize("NFC", text))
