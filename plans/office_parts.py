"""The table of contents of a Word or Excel file: what its main part is, and whether macros hide in it."""

import posixpath
import zipfile
from xml.parsers import expat

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELATIONS = "_rels/.rels"
LARGEST_TABLE = 1024 * 1024  # bytes; a real table of contents has a few kilobytes
# Parts that run: compiled macros, their data, and macros of the oldest kind written as sheets.
RUNNING = ("macro", "vbaproject", "vbadata", "activex")


class PartsBroken(Exception):
    """The table of contents is missing or cannot be read."""


class MacrosFound(Exception):
    """The file contains parts that run when it is opened."""


def main_content_type(package: zipfile.ZipFile) -> str:
    """The content type of the part that a program opens first; "" when the package is no office file.

    Raises:
        PartsBroken: the tables of contents cannot be read. MacrosFound: something in the file would run.
    """
    names = set(package.namelist())
    if CONTENT_TYPES not in names or ROOT_RELATIONS not in names:
        return ""
    entries = _elements(package, CONTENT_TYPES)
    types = [attributes.get("ContentType", "").lower() for _, attributes in entries]
    if any(word in text for text in [*types, *(name.lower() for name in names)] for word in RUNNING):
        raise MacrosFound
    main = [
        attributes.get("Target", "")
        for _, attributes in _elements(package, ROOT_RELATIONS)
        if attributes.get("Type", "").endswith("/officeDocument")
    ]
    if len(main) != 1:
        return ""
    part = "/" + posixpath.normpath(main[0].lstrip("/"))
    if part[1:] not in names:
        raise PartsBroken
    overrides = [
        attributes.get("ContentType", "")
        for element, attributes in entries
        if element.endswith("Override") and attributes.get("PartName", "") == part
    ]
    return overrides[0] if len(overrides) == 1 else ""


def _elements(package: zipfile.ZipFile, name: str) -> list[tuple[str, dict[str, str]]]:
    """Elements of a small XML part with their attributes. A document type would bring entities along: refused."""
    if package.getinfo(name).file_size > LARGEST_TABLE:
        raise PartsBroken
    found: list[tuple[str, dict[str, str]]] = []

    def refuse(*_: object) -> None:
        raise PartsBroken

    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda element, attributes: found.append((element, attributes))
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(package.read(name), True)
    except expat.ExpatError:
        raise PartsBroken from None
    return found
