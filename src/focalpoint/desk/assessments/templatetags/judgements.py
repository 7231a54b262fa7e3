"""What the page of an assessment shows of a judgement."""

from django import template
from django.utils import timezone

from focalpoint.desk.assessments.models import Judgement
from focalpoint.desk.assessments.released import sentence
from focalpoint.desk.people.zones import office_day

register = template.Library()


@register.filter
def released(judgement: Judgement) -> str:
    """Say what the release showed next to a judgement, as it reads today."""
    return sentence(judgement, on=office_day(timezone.now()))
