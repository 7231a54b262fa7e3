"""The markup of a field is in one template, which the form renderer uses for every form."""

import re
from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
# Where a label is not above its field: the grids of the scope test and of a rating, the box of a search.
OTHERWISE = {"field.html", "scope_group.html", "speech_rating.html", "search_box.html"}


def test_no_other_template_writes_the_label_of_a_field():
    texts = {path.name: path.read_text() for path in SRC.rglob("*.html")}
    assert {name for name, text in texts.items() if "id_for_label" in text} == OTHERWISE


def test_no_template_is_included_where_the_renderer_draws():
    texts = {path.name: path.read_text() for path in SRC.rglob("*.html")}
    assert len(texts) > 100
    assert [name for name, text in texts.items() if '{% include "design/field.html"' in text] == []
    assert [name for name, text in texts.items() if '{% include "design/form.html"' in text] == []


def test_every_form_that_is_posted_carries_the_token_against_forgery():
    """Django's test client does not ask for it; a browser's form without it is never taken."""
    posted = re.compile(r'<form[^>]*method="post".*?</form>', re.DOTALL)
    forms = [(path.name, form) for path in SRC.rglob("*.html") for form in posted.findall(path.read_text())]
    assert len(forms) > 30
    included = {path.name for path in SRC.rglob("*.html") if "csrf_token" in path.read_text()}
    parts = [(name, form, set(re.findall(r'{% include "\w+/(\w+\.html)"', form))) for name, form in forms]
    assert [name for name, form, included_in in parts if "csrf_token" not in form and not included_in & included] == []
