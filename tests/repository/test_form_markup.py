"""The markup of a field is in one template, which the form renderer uses for every form."""

from pathlib import Path

SRC = Path(__file__).parents[2] / "src"
# Where a label is not above its field: the grid of the scope test, the box of a search with its button.
OTHERWISE = {"field.html", "scope_group.html", "search_box.html"}


def test_no_other_template_writes_the_label_of_a_field():
    texts = {path.name: path.read_text() for path in SRC.rglob("*.html")}
    assert {name for name, text in texts.items() if "id_for_label" in text} == OTHERWISE


def test_no_template_is_included_where_the_renderer_draws():
    texts = {path.name: path.read_text() for path in SRC.rglob("*.html")}
    assert len(texts) > 100
    assert [name for name, text in texts.items() if '{% include "design/field.html"' in text] == []
    assert [name for name, text in texts.items() if '{% include "design/form.html"' in text] == []
