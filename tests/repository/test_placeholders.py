"""A translator moves the words of a message freely: each placeholder has a name, in Python and in templates."""

import ast
import re
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src"
GETTEXT = re.compile(r"^(_|[nd]?p?n?gettext(_lazy|_noop)?)$")
NAMELESS = re.compile(r"(?<![%\d])%[#0\-+]*[\d.]*[sdrifg]\b|(?<!\{)\{\d*\}")
IN_TEMPLATE = re.compile(r"{%\s*trans(?:late)?\s+(\"[^\"]*\"|'[^']*')")


def nameless(source: str) -> list[int]:
    """The lines of each message whose placeholder is known by its place alone."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and GETTEXT.match(getattr(node.func, "id", getattr(node.func, "attr", ""))):
            texts = [each for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            found += [each.lineno for each in texts if NAMELESS.search(str(each.value))]
    return found


def nameless_in_template(source: str) -> list[int]:
    """The same for the tag of one string; a block names what it holds by its nature."""
    found = IN_TEMPLATE.finditer(source)
    return [source.count("\n", 0, each.start()) + 1 for each in found if NAMELESS.search(each.group(1))]


@pytest.mark.parametrize("text", ["To %s", "%d MB", "%.1f of it", "To {}", "To {0}", "%5d rows"])
def test_a_nameless_placeholder_is_found(text):
    for call in (f'_("{text}")', f'ngettext("one", "{text}", n)', f'pgettext_lazy("context", "{text}")'):
        assert nameless(call) == [1]
    assert nameless_in_template(f'<p>\n{{% trans "{text}" %}}') == [2]


@pytest.mark.parametrize(
    "text", ["To %(body)s", "{chance} % in all", "35 % more deaths", "90 % interval", "100 %% sure"]
)
def test_a_named_one_and_a_per_cent_are_not(text):
    assert nameless(f'_("{text}")') == []
    assert nameless_in_template(f'{{% trans "{text}" %}}') == []


def test_every_placeholder_of_a_message_has_a_name():
    read = {**dict.fromkeys(SRC.rglob("*.py"), nameless), **dict.fromkeys(SRC.rglob("*.html"), nameless_in_template)}
    wrong = [f"{path.relative_to(SRC)}:{line}" for path, find in read.items() for line in find(path.read_text())]
    assert len(read) > 400
    assert wrong == []
