"""Tables that are wider than a phone: the keyboard reaches each, and each says what it is."""

from pathlib import Path

import pytest
from django.template import engines

import pages
from focalpoint.desk.design.text import marked_down

DESK = Path(__file__).parents[3] / "src" / "focalpoint" / "desk"
CARD = "# Card\n\n| a |\n|---|\n| 1 |\n\n| b |\n|---|\n| 2 |\n\n## Costs\n\n| c |\n|---|\n| < 3 |\n"


def regions(html):
    return [each for each in pages.read(html).all("div") if "scroll" in each.get("class", "").split()]


def rendered(text, **context):
    return engines["django"].from_string(text).render(context)


def test_a_table_in_the_region_can_be_reached_and_is_named():
    html = rendered('{% scroll by="years" tall=True %}<table><tr><td>1</td></tr></table>{% endscroll %}')
    assert regions(html) == [{"class": "scroll tall", "role": "region", "aria-labelledby": "years", "tabindex": "0"}]
    assert pages.read(html).tables == [[["1"]]]


def test_a_name_that_somebody_wrote_stays_text():
    html = rendered("{% scroll label=name %}<table></table>{% endscroll %}", name='"><script>')
    assert "<script>" not in html
    assert regions(html)[0]["aria-label"] == '"><script>'


def test_each_table_of_a_model_card_is_named_by_the_heading_above_it():
    found = regions(marked_down(CARD))
    assert [each["aria-label"] for each in found] == ["Card", "Card 2", "Costs"]
    assert {each["tabindex"] for each in found} == {"0"}
    assert len(pages.read(marked_down(CARD)).tables) == 3


def test_a_table_without_a_heading_is_called_a_table():
    assert regions(marked_down("| a |\n|---|\n| 1 |\n"))[0]["aria-label"] == "Table"


@pytest.mark.parametrize("address", ["/", "/method/", "/releases/", "/scorecard/", "/country/SDN/"])
def test_the_keyboard_reaches_every_table_that_may_scroll(owner, two_releases, address):
    found = regions(owner.get(address).content)
    assert found
    for each in found:
        assert each["tabindex"] == "0"
        assert each.get("aria-label") or each["aria-labelledby"]


def test_no_template_makes_such_a_region_that_the_keyboard_cannot_reach():
    for template in DESK.rglob("*.html"):
        text = template.read_text()
        assert '<div class="scroll">' not in text, template
