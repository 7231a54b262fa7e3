"""Each model is covered by the digests of the trail, a part of an object that is, or exempt with a reason."""

from django.apps import apps

from focalpoint.desk.site.digests import COVERED, EXEMPT


def parts() -> set[str]:
    """Return the labels of the models that are parts of what is covered."""
    found = set()
    for each in COVERED:
        related = {one.get_accessor_name(): one for one in apps.get_model(each.model)._meta.related_objects}
        found |= {related[name].related_model._meta.label for name in each.parts}
    return found


def test_every_model_is_covered_or_exempt_with_a_reason():
    every = {model._meta.label for model in apps.get_models()}
    roots = {each.model for each in COVERED}
    assert every == roots | parts() | set(EXEMPT)
    assert not (roots | parts()) & set(EXEMPT)
    assert not roots & parts()
    assert all(len(reason) >= 20 and reason.endswith(".") for reason in EXEMPT.values())


def test_what_is_omitted_exists_and_has_a_reason():
    for each in COVERED:
        fields = {one.name for one in apps.get_model(each.model)._meta.get_fields()}
        for name, reason in each.omitted:
            assert name in fields
            assert reason.endswith(".")


def test_what_a_person_may_withdraw_is_erasable():
    withdrawable = {
        model._meta.label
        for model in apps.get_models()
        if any(field.name == "consent_withdrawn_at" for field in model._meta.get_fields())
    }
    assert withdrawable
    assert withdrawable <= {each.model for each in COVERED if each.is_erasable}
