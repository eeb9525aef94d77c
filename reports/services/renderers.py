"""From the content of a document to the bytes of a file, by format."""

from dataclasses import dataclass

from reports.documents.content import OfficialDocument
from reports.documents.docx import render_docx
from reports.documents.pdf import Progress, render
from reports.documents.xlsx import render_xlsx
from reports.enums import FileFormat
from reports.services.signing import signed


@dataclass(frozen=True)
class Rendered:
    """The bytes; `pages` is 0 for formats that have none before they are printed."""

    data: bytes
    pages: int = 0


def rendered(document: OfficialDocument, file_format: str, on_progress: Progress) -> Rendered:
    """Make the file, telling how far it is.

    Raises:
        ValueError: documents of this kind are not made in this format.
        OSError: a system library is missing.
        reports.services.signing.CannotSign: it is to be signed and cannot be; there is no unsigned file instead.
    """
    if file_format == FileFormat.PDF:
        pdf = render(document, on_progress=on_progress)
        if document.verification is None or not document.verification.is_signed:
            return Rendered(pdf.data, pdf.pages)
        on_progress(90, "Ký số")
        return Rendered(signed(pdf.data, document), pdf.pages)
    if file_format == FileFormat.DOCX:
        return Rendered(render_docx(document, on_progress=on_progress))
    if file_format == FileFormat.XLSX:
        return Rendered(render_xlsx(document, on_progress=on_progress))
    raise ValueError(f"no documents are made as {file_format}")
