"""The components as template tags. The markup lives in `ui/components/NAME.html`, whose head names its variables."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from maklumat.ui import drawing, fields, formats, kept, lists, words

register = template.Library()


def _component(name: str):
    return register.inclusion_tag(f"ui/components/{name}.html", name=name)


def _block(component: str, /, content: str, **variables) -> SafeString:
    return render_to_string(f"ui/components/{component}.html", {"content": content, **variables})


# -- small things ----------------------------------------------------------------------------------------


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name, *, size="", label=""):
    """A Lucide icon from the sprite. Without `label` it is decoration and hidden from screen readers."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    css = f"icon icon-{size}" if size else "icon"
    picture = f"{static('dist/icons.svg')}#i-{name}"
    return format_html('<svg class="{}" {} focusable="false"><use href="{}"></use></svg>', css, spoken, picture)


@register.simple_tag
def script(name):
    """A module of our own or `htmx`, deferred: `{% script "htmx" %}` inside `{% block scripts %}`."""
    return format_html('<script src="{}" defer></script>', static(f"dist/{name}.js"))


for write in (formats.rupiah, formats.colour, formats.amount, formats.percent):
    register.filter(write.__name__, write)


register.tag(kept.same_for_all)


# -- buttons and links -----------------------------------------------------------------------------------


@_component("button")
def button(
    text, *, variant="", icon="", type="submit", name="", value="", action="", size="", wide=False, disabled=False
):
    return locals()


@_component("link_button")
def link_button(text, href, *, variant="", icon="", icon_after="", size="", wide=False, download=False):
    return locals()


@_component("back_link")
def back_link(href, text=""):
    return locals()


@_component("copy")
def copy(value, label=""):
    return locals()


# -- forms -----------------------------------------------------------------------------------------------


@_component("field")
def field(
    bound, *, label="", hint="", as_heading=False, width="", affix="", suffix="", inline=False, max_mb=0, **attrs
):
    """Any bound field. Other keywords become attributes: `autocomplete="email" inputmode="numeric" rows=4`."""
    if max_mb:
        attrs["data-max-bytes"] = int(max_mb) * 1024 * 1024
    shown = fields.describe(bound, label=label, hint=hint, attrs=attrs, affix=affix, suffix=suffix)
    return {**shown, "as_heading": as_heading, "width": width, "inline": inline, "max_mb": max_mb}


@register.simple_block_tag
def fieldset(content, legend, *, hint="", as_heading=False):
    return _block("fieldset", **locals())


@_component("error_summary")
def error_summary(form, *, title=""):
    return {"problems": fields.problems(form), "title": title}


@_component("search_box")
def search_box(action, *, label="", name="q", value="", placeholder="", large=False, button="", variant="", id="cari"):
    return locals()


@register.inclusion_tag("ui/components/language_switch.html", takes_context=True)
def language_switch(context):
    request = context.get("request")
    return {"next": request.get_full_path() if request else ""}


# -- boxes -----------------------------------------------------------------------------------------------


@register.simple_block_tag
def card(content, *, title="", icon="", href="", level=2, tone=""):
    return _block("card", **locals())


@register.simple_block_tag
def notice(content, tone="info", *, title="", role=""):
    return _block("notice", symbol=words.NOTICES.get(tone, words.NOTICES["info"]), **locals())


@register.simple_block_tag
def details(content, summary, *, open=False):
    return _block("details", **locals())


@register.simple_block_tag
def inset(content):
    return _block("inset", content)


@register.simple_block_tag
def confirm_panel(content, title, *, reference="", reference_label=""):
    return _block("confirm_panel", **locals())


@register.simple_block_tag
def hero(content, title, *, lead="", slim=False):
    return _block("hero", **locals())


@register.simple_block_tag
def file_row(
    content, name, *, state="missing", filename="", size=None, href="", hint="", note="", progress=None, id=""
):
    return _block("file_row", status=words.FILES[state], **locals())


@_component("service_card")
def service_card(name, href, *, summary="", duration="", fee="", unit="", level=3):
    return locals()


@_component("category_card")
def category_card(name, href, *, icon="folder-open", hint="", level=3):
    return locals()


@_component("event_card")
def event_card(name, href, *, icon="sparkles", level=3):
    return locals()


@_component("empty_state")
def empty_state(title, text="", *, icon="inbox", href="", action="", level=2):
    return locals()


@_component("pledge")
def pledge(text, *, title="", signer="", position="", date="", href="", level=2):
    return locals()


# -- lists -----------------------------------------------------------------------------------------------


@register.simple_tag
def tag(text, tone="neutral", *, icon=""):
    # Plain text as the key: words marked safe are equal to those that are not, and must not stand for them.
    return _tag(str(text) + "", tone, icon or words.TONES.get(tone, "circle"))


@lru_cache(maxsize=512)
def _tag(text: str, tone: str, icon: str) -> SafeString:
    """The same dozen words stand on every row of a list."""
    return render_to_string("ui/components/tag.html", {"text": text, "tone": tone, "icon": icon})


register.simple_tag(lists.options, name="options")
register.simple_tag(lists.summary, name="summary_list")


@_component("task_list")
def task_list(items):
    return {"items": items}


@_component("steps")
def steps(items, *, label=""):
    shown = [{"item": item, "state": words.STEPS[_get(item, "state") or "todo"]} for item in items]
    return {"steps": shown, "label": label}


@_component("step_header")
def step_header(now, total, title=""):
    states = ["is-done" if at < now else "is-now" if at == now else "" for at in range(1, int(total) + 1)]
    return {"now": now, "total": total, "title": title, "states": states}


@_component("breadcrumbs")
def breadcrumbs(items):
    return {"items": [(item[0], item[1] if len(item) > 1 else "") for item in items]}


@_component("tabs")
def tabs(items, *, label=""):
    return locals()


@_component("pagination")
def pagination(newer="", older="", *, newer_text="", older_text=""):
    return locals()


@_component("table")
def table(caption, columns, rows, *, hide_caption=False, cards=True):
    """`columns`: words, or (word, "number"). `rows`: lists of cells; a cell may be {"text", "href"}, {"text", "figure", "raw"} (a figure that programs
    can find), or a list of those."""
    heads = [(column, "") if isinstance(column, str) else tuple(column) for column in map(_plain, columns)]
    body = SafeString("\n".join(lists.table_row(row, heads) for row in rows))
    return {"caption": caption, "heads": heads, "body": body, "hide_caption": hide_caption, "cards": cards}


# -- numbers and proofs ----------------------------------------------------------------------------------


@_component("promise_meter")
def promise_meter(used, promised, *, unit="", finished=False, paused=False, note=""):
    drawn = drawing.meter(float(used), float(promised), finished=finished, paused=paused)
    return {**locals(), "meter": drawn, "words": words.METER[drawn.state]}


@_component("figure")
def figure(
    label,
    value=None,
    *,
    unit="",
    n=None,
    of="",
    period="",
    as_of=None,
    definition="",
    csv_url="",
    trend="",
    tone="neutral",
    interval="",
    hidden=False,
    raw="",
    key="",
    basis="",
):
    """``interval``: how sure it is, in words; ``hidden``: it is known and not told; ``key``, ``raw`` and ``basis``: which figure it is, its value, and
    n with both ends of the interval, for programs."""
    return locals()


@_component("bar_chart")
def bar_chart(title, rows, *, unit="", maximum=0, mark=None, note="", label_head="", value_head=""):
    """`rows`: {"label", "value", optional "text", "tone", "figure" and "raw"}; `mark` draws a target line."""
    widths, line = drawing.bars([float(_get(row, "value") or 0) for row in rows], float(maximum or 0), mark)
    bars = [{"row": row, "width": width} for row, width in zip(rows, widths, strict=True)]
    return {**locals(), "bars": bars, "mark": line}


@_component("line_chart")
def line_chart(title, series, labels, *, unit="", maximum=0, note=""):
    """`series`: {"name", "values": [{"value" or None, "text", "raw"}]}, one value for each of `labels`."""
    drawn = drawing.lines(
        [[cell["value"] for cell in one["values"]] for one in series], len(labels), float(maximum or 0)
    )
    shown = [{**one, "line": line} for one, line in zip(series, drawn.lines, strict=True)]
    rows = [(label, [one["values"][place] for one in series]) for place, label in enumerate(labels)]
    return {**locals(), "series": shown, "steps": list(zip(drawn.steps, labels, strict=True))}


@_component("seal")
def seal(state, *, rows=(), qr_svg="", qr_url="", code="", text="", level=2):
    return {**locals(), "face": words.SEALS.get(state, words.SEALS["unknown"])}


def _get(item, name: str):
    return item.get(name) if isinstance(item, dict) else getattr(item, name, None)


def _plain(column):
    return column if isinstance(column, list | tuple) else str(column)
