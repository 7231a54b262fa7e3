"""How a file comes in: into memory and nowhere else, up to a limit, and not at all without a sign-in.

Django would write larger files to the machine's temporary folder, in clear. A witness's picture must be on no disk
before it is sealed.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler

from focalpoint.desk.intake.originals import LARGEST


class InMemory(MemoryFileUploadHandler):
    """The only upload handler. Raising ``RequestDataTooBig`` leads to the page that says what fits.

    Of a form that was sent without a sign-in only the words are read, so that they can be held; a file's bytes go by.
    """

    taken = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *_: Any, **__: Any) -> None:  # noqa: N803
        """Refuse what says of itself that it is too large, before any of it is read; take all else in memory."""
        if content_length > LARGEST + settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("The request is larger than a file and a form together may be.")
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take in a piece; all files of a request together keep to the limit."""
        if not self._is_signed_in():
            return
        self.taken += len(raw_data)
        if self.taken > LARGEST:
            raise RequestDataTooBig("The file is larger than the desk takes.")
        super().receive_data_chunk(raw_data, start)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Give the size of what was kept, which is none without a sign-in."""
        return super().file_complete(self.file.tell())

    def _is_signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return user is not None and user.is_authenticated
