"""The texts that were fixed, as documents: the signed note of an assessment, and the copy that a body was sent."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.assessments.queries import cited_items
from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.documents.blocks import Document
from focalpoint.desk.documents.checksum import digest_of
from focalpoint.desk.documents.stored import is_schema_1, read_document


def signed_note(assessment: Assessment) -> Document:
    """Return the note as it was signed."""
    stored = assessment.frozen or {}
    return read_document(stored, _cited_refs(assessment) if is_schema_1(stored) else ())


def sent_copy(sent: Transmission) -> Document:
    """Return the copy as it was sent."""
    return read_document(sent.copy, _passed_refs(sent) if is_schema_1(sent.copy) else ())


def sealed(shown: Document) -> Document:
    """Return a copy with its digest in words, and how to check it."""
    with translation.override(shown.language):
        said = {"digest": shown.digest(), "file": f"{shown.reference}.json"}
        seal = _(
            "SHA-256 of this text: %(digest)s. To check it, ask the office for the canonical text, %(file)s: the "
            "SHA-256 of that file is this number, and the file reads as this copy does."
        )
        return shown.model_copy(update={"seal": seal % said})


def digest_shown(shown: Document, original: Document, stored: Mapping[str, Any]) -> str:
    """Return the digest of a text as it is shown: that of the stored form while nothing of it is redacted."""
    return digest_of(stored) if shown.blocks == original.blocks else shown.digest()


def _cited_refs(assessment: Assessment) -> list[str]:
    return list(cited_items(assessment).values_list("ref", flat=True))


def _passed_refs(sent: Transmission) -> list[str]:
    return list(sent.passed.values_list("ref", flat=True))
