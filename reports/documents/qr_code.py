"""The QR code of a document's verification. segno is imported by the first document that has one."""

# The quiet zone that the standard (ISO/IEC 18004) asks for, in modules.
QUIET_ZONE = 4
DATA = "data:image/png;base64,"


def qr_image(address: str) -> str:
    """The address as a QR code that survives the loss of 15 % (level M), in a data URL of one pixel a module.

    A picture lies in the PDF once, whatever the number of pages; the same code as an SVG is drawn on each page anew and
    takes a tenth of the time of the whole layout.
    """
    import segno

    code = segno.make_qr(address, error="m", boost_error=False)
    return str(code.png_data_uri(scale=1, border=QUIET_ZONE))
