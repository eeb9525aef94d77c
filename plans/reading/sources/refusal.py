"""Why a file cannot be read at all."""


class SourceRefused(Exception):
    """The file is not read. `message` tells why and what to do, in Vietnamese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


BROKEN = "Tệp bị hỏng hoặc tải lên chưa trọn vẹn. Mở lại tệp bằng Word hoặc LibreOffice, lưu rồi thử lại."
TOO_LONG = "Văn bản quá dài để đọc như một kế hoạch. Tách phần chính ra tệp riêng."
MOST_CHARACTERS = 400_000  # some hundred and fifty pages
MOST_LINES = 15_000
