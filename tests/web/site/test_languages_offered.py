"""Only a language that is translated can be chosen; where there is one alone, there is nothing to choose."""

import pytest
from django.conf import settings as active
from django.test import override_settings

import desk_settings
import pages
from focalpoint.desk.site import languages, settings
from focalpoint.desk.site.environment import read


def compiled(folder, *locales):
    for locale in locales:
        catalogue = folder / locale / "LC_MESSAGES" / "django.mo"
        catalogue.parent.mkdir(parents=True)
        catalogue.write_bytes(b"")
    return [folder]


def codes(found):
    return [code for code, _name in found]


def test_the_product_offers_what_is_translated():
    assert codes(settings.LANGUAGES) == codes(languages.offered(settings.LOCALE_PATHS))
    assert codes(settings.LANGUAGES)[0] == "en"


def test_a_compiled_catalogue_makes_a_language_offered(tmp_path):
    assert codes(languages.offered(compiled(tmp_path, "fr", "zh_Hans"))) == ["en", "fr", "zh-hans"]


def test_a_collected_catalogue_that_is_not_compiled_does_not(tmp_path):
    (tmp_path / "fr" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "fr" / "LC_MESSAGES" / "django.po").write_text("")
    assert codes(languages.offered([tmp_path])) == ["en"]


def test_tests_may_choose_every_planned_language(db):
    assert codes(active.LANGUAGES) == codes(desk_settings.LANGUAGES) == codes(languages.PLANNED)


@pytest.mark.parametrize("chosen", ["ar", "fr"])
def test_a_language_that_is_not_offered_is_not_shown_whatever_a_browser_asks_for(owner, release, chosen):
    with override_settings(LANGUAGES=languages.offered([])):
        owner.cookies["django_language"] = chosen
        page = pages.read(owner.get("/", headers={"accept-language": chosen}).content)
    assert page.all("html")[0] == {"lang": "en", "dir": "ltr"}


def test_one_language_alone_needs_no_switch(owner, release):
    with override_settings(LANGUAGES=languages.offered([])):
        page = pages.read(owner.get("/").content)
    assert "/language/" not in {each.get("action") for each in page.all("form")}
    assert "/language/" in {each.get("action") for each in pages.read(owner.get("/").content).all("form")}


def test_the_installations_own_language_is_one_that_is_offered():
    assert read({"FOCALPOINT_LANGUAGE": "en"}).problems == []
    if "ar" not in codes(languages.offered()):
        assert [each.id for each in read({"FOCALPOINT_LANGUAGE": "ar"}).problems] == ["focalpoint.E003"]
