"""How a file comes in: into memory and nowhere else, up to a limit, and not at all without a sign-in.

Django would write larger files to the machine's temporary folder, in clear. A witness's picture must be on no disk
before it is sealed.
"""

import io
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from focalpoint.desk.intake.originals import LARGEST


class InMemory(FileUploadHandler):
    """The only upload handler. Raising ``RequestDataTooBig`` leads to the page that says what fits.

    Of a form that was sent without a sign-in only the words are read, so that they can be held; a file's bytes go by.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.file, self.bytes = io.BytesIO(), 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *_: Any, **__: Any) -> None:  # noqa: N803
        """Refuse what says of itself that it is too large, before any of it is read."""
        if content_length > LARGEST + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("The request is larger than a file and a form together may be.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.file = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take in a piece; all files of a request together keep to the limit."""
        if not self._signed_in():
            return
        self.bytes += len(raw_data)
        if self.bytes > LARGEST:
            raise RequestDataTooBig("The file is larger than the desk takes.")
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand over the file as it is in memory."""
        size = self.file.tell()
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, str(self.file_name), str(self.content_type), size, self.charset
        )

    def _signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return user is not None and user.is_authenticated
