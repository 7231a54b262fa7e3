"""A reason is something that can be seen: marks of no width, blanks and dots alone are none."""

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

import walk
from at_desk import browser
from focalpoint.desk.concurrency import idempotency
from focalpoint.desk.decisions.models import Decision
from focalpoint.desk.design.fields import line, words

INVISIBLE = ["\u200b\u2060", "\u00ad", "\u200e\u200f", "\ufe0f", "\u2063", "\u3164\u2800", ". – …"]
VISIBLE = ["x", "7", "€", "😀", "كلمات", "\u200bא", "否"]


@pytest.mark.parametrize("field", [words, line])
@pytest.mark.parametrize("text", INVISIBLE)
def test_a_required_text_that_shows_nothing_is_refused_and_an_optional_one_is_not(field, text):
    with pytest.raises(forms.ValidationError):
        field("Reason", required=True).clean(text)
    assert field("Reason").clean(text) == text


@pytest.mark.parametrize("field", [words, line])
@pytest.mark.parametrize("text", VISIBLE)
def test_one_letter_number_or_symbol_of_any_script_is_enough(field, text):
    assert field("Reason", required=True).clean(text) == text


@pytest.mark.django_db
@pytest.mark.parametrize("text", INVISIBLE)
def test_nothing_is_decided_for_an_invisible_reason(cast, text):
    submission = walk.signed(cast)
    form = {"once": idempotency.token(), "revision": submission.revision, "reason": text, "on": timezone.now().date()}
    answer = browser(cast.principal).post(reverse("decide", args=[submission.ref, "refuse"]), form)
    assert answer.status_code == 422
    assert not Decision.objects.exists()
