"""No test begins in the language or the zone that the request before it chose."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone, translation


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_begins_in_the_language_and_zone_of_the_office(turn, client):
    assert translation.get_language() == settings.LANGUAGE_CODE
    assert timezone.get_current_timezone_name() == settings.TIME_ZONE
    client.get("/accounts/login/", headers={"accept-language": "fr"})
    timezone.activate(dt.timezone(dt.timedelta(hours=9)))
    assert translation.get_language() == "fr"
