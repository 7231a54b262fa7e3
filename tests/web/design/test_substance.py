"""A field that asks for a reason or a name is not filled by a placeholder, in any form of the desk."""

import pytest

from focalpoint.desk.assessments.forms import FactorForm, JudgementForm
from focalpoint.desk.decisions.forms import DecideForm, ReturnForm, SendForm
from focalpoint.desk.design.fields import name_line, names, says_why
from focalpoint.desk.intake.forms import AnswerGradingForm, CredibilityForm, GradeSourceForm
from focalpoint.desk.options.forms import ConsiderForm, CostForm
from focalpoint.desk.situations.forms import OpenForm
from focalpoint.desk.situations.scope_form import ScopeForm

REASONS = {
    JudgementForm: ("event", "confidence_reason", "would_change"),
    FactorForm: ("note",),
    ReturnForm: ("reason",),
    DecideForm: ("reason",),
    SendForm: ("reason", "asked"),
    CredibilityForm: ("reason", "despite"),
    AnswerGradingForm: ("answer",),
    GradeSourceForm: ("reason",),
    ConsiderForm: ("reason",),
    CostForm: ("no_new_measure",),
    OpenForm: ("overlap_reason",),
    ScopeForm: ("reason", "override_reason"),
}
NAMES = {
    JudgementForm: ("place", "group"),
    SendForm: ("conveyor", "other_door", "legal_basis"),
    ConsiderForm: ("owner", "decider", "indicator"),
    OpenForm: ("title",),
}


def fields(of: dict) -> list:
    return [pytest.param(form.base_fields[name], id=f"{form.__name__}-{name}") for form in of for name in of[form]]


@pytest.mark.parametrize("field", fields(REASONS))
def test_a_reason_is_not_a_placeholder(field):
    assert says_why in field.validators


@pytest.mark.parametrize("field", fields(NAMES))
def test_a_name_is_not_a_placeholder(field):
    assert names in field.validators


@pytest.mark.parametrize("text", ["x", "ok", "None.", "n/a", "tbd", "-", "12"])
def test_what_is_refused_is_said(text):
    field = name_line("Owner")
    with pytest.raises(Exception, match="Name it"):
        field.clean(text)
    assert field.clean("UN Women") == "UN Women"
