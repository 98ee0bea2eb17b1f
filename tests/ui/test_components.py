"""Every component renders, and the promises of the look hold: no inline script or style, known icons only."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import render_to_string

from maklumat import ui
from maklumat.ui import drawing, fields, pattern, views
from maklumat.ui.widgets import DateInputs, MoneyInput

HOME = Path(ui.__file__).parent
TEMPLATES = sorted((HOME / "templates").rglob("*.html"))


def render(source: str, **context) -> str:
    return engines["django"].from_string("{% load ui %}" + source).render(context)


def test_the_pattern_pages_render():
    context = {
        **pattern.everything(),
        "form": pattern.PatternForm(),
        "broken": pattern.broken_form(),
        "menu": views.MENU,
    }
    page = render_to_string("ui/pattern/page.html", context)
    assert page.count("<h1>") == 1
    assert "Menunggu Anda" in page and "error-summary" in page
    assert "Kotak masuk" in render_to_string("ui/pattern/office.html", pattern.office())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_breaks_the_content_security_policy(path):
    text = path.read_text()
    assert not re.search(r"<[^>]+\sstyle=|\son(click|load|submit|change)=|<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_stay_short(path):
    assert len(path.read_text().splitlines()) < 120


def test_every_icon_named_is_in_the_sprite():
    known = {line.strip() for line in (HOME / "icons.txt").read_text().splitlines() if line and line[0] != "#"}
    named = set()
    for path in TEMPLATES:
        named |= set(re.findall(r"""(?:icon(?:_after)?=|{% icon )"([a-z0-9-]+)\"""", path.read_text()))
    for path in ("words.py", "pattern.py"):
        named |= set(re.findall(r'"(?:icon|tag_icon)": "([a-z0-9-]+)"', (HOME / path).read_text()))
    assert named <= known, named - known


def test_a_field_ties_hint_and_error_to_its_control():
    html = render("{% field form.capital %}", form=pattern.broken_form())
    described = re.search(r'<input[^>]*aria-describedby="([^"]+)"', html).group(1).split()
    assert len(described) == 2 and all(f'id="{one}"' in html for one in described)


def test_the_error_summary_links_to_controls_that_exist():
    form = pattern.broken_form()
    page = render("{{ form }}", form=form)
    for problem in fields.problems(form):
        assert f'id="{problem["anchor"]}"' in page, problem


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in render("{% error_summary form %}", form=pattern.PatternForm())


@pytest.mark.parametrize(
    ("used", "promised", "options", "state"),
    [
        (1, 5, {}, "running"),
        (4, 5, {}, "near"),
        (7, 5, {}, "over"),
        (5, 5, {"finished": True}, "kept"),
        (6, 5, {"finished": True}, "broken"),
        (2, 5, {"paused": True}, "paused"),
        (0, 0, {}, "near"),
    ],
)
def test_the_promise_meter_knows_its_state(used, promised, options, state):
    assert drawing.meter(used, promised, **options).state == state


def test_bars_never_leave_their_rail():
    assert drawing.bars([120, -3, 50], maximum=100, mark=90) == ([100, 0, 50], 90)
    assert drawing.bars([]) == ([], None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1.500.000", "1500000"),
        ("Rp 1500000", "1500000"),
        ("1500000,00", "1500000"),
        ("dua juta", "dua juta"),
        ("1.5", "1.5"),
    ],
)
def test_money_is_read_as_people_write_it(typed, kept):
    assert MoneyInput().value_from_datadict({"x": typed}, {}, "x") == kept


def test_a_date_in_three_boxes_survives_a_mistake():
    widget = DateInputs()
    value = widget.value_from_datadict({"x_day": "31", "x_month": "2", "x_year": "1985"}, {}, "x")
    assert value == "1985-2-31"
    assert widget.decompress(value) == ["31", "2", "1985"]


@pytest.mark.parametrize("evil", ["red", "#12", "#0b5d3b;}body{display:none", "</style>", None])
def test_only_a_plain_colour_reaches_the_style_sheet(evil):
    assert render("{{ colour|colour }}", colour=evil) == ""


def test_the_renderer_is_in_use():
    assert settings.FORM_RENDERER == "maklumat.ui.renderer.Renderer"


@pytest.mark.parametrize("state", ["signed", "unsigned", "revoked", "superseded", "unknown", "nonsense"])
def test_a_seal_says_its_state_in_words(state):
    assert "Dokumen" in render("{% seal state %}", state=state)
