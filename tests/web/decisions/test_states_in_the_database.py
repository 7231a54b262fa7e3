"""A state that no table of the workflow knows is refused by the database itself, whatever wrote it."""

import pytest
from django.db import IntegrityError, transaction

import walk
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.options.models import Option
from focalpoint.desk.situations.models import Situation

pytestmark = pytest.mark.django_db
FIELDS = [(Submission, "state"), (Assessment, "state"), (Situation, "state"), (Option, "status")]


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.mark.parametrize(("model", "field"), FIELDS, ids=lambda each: getattr(each, "__name__", each))
def test_an_unknown_state_is_refused_and_a_known_one_kept(model, field):
    walk.submitted(walk.cast())
    before = model.objects.values_list(field, flat=True).first()
    for wrong in ("", "SIGNED", "nothing"):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**{field: wrong})
    assert model.objects.values_list(field, flat=True).first() == before


@pytest.mark.parametrize("model", [Submission, Assessment, Situation])
def test_the_database_knows_the_states_of_the_model_and_no_other(model):
    (known,) = [each for each in model._meta.constraints if each.name.endswith("_state")]
    assert set(dict(known.condition.children)["state__in"]) == set(model.State.values)
