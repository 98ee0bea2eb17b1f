"""What a form field needs on a page: its kind, its ids, its control with the right attributes."""

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict

from maklumat.ui.widgets import DateInputs

CHOICES = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: whatever was posted, and be it nothing at all; None while the page is only looked at."""
    return request.POST if request.method == "POST" else None


def kind_of(bound: BoundField) -> str:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, CHOICES):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.FileInput):
        return "file"
    if isinstance(widget, DateInputs):
        return "dates"
    return "group" if bound.use_fieldset else "text"


def anchor(bound: BoundField) -> str:
    """The id a link in the error summary must point at: a control, never its box."""
    if isinstance(bound.field.widget, (forms.MultiWidget, *CHOICES)):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def describe(bound: BoundField, *, label: str, hint: str, attrs: dict, affix: str, suffix: str) -> dict:
    if hint:
        bound.help_text = hint
    kind = kind_of(bound)
    errors = list(bound.errors)
    ids = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    ids += [f"{bound.auto_id}_error"] if errors else []
    described_by = " ".join(ids)
    own = {name: value for name, value in attrs.items() if value not in ("", None)}
    if described_by and not bound.use_fieldset:
        own["aria-describedby"] = described_by
    return {
        "bound": bound,
        "kind": kind,
        "label": label or bound.label,
        "errors": errors,
        "described_by": described_by,
        "in_fieldset": bound.use_fieldset,
        "optional": not bound.field.required and kind != "check",
        "control": bound.as_widget(attrs=own),
        "affix": affix or getattr(bound.field.widget, "affix", ""),
        "suffix": suffix,
    }


def _standard_messages(field: forms.Field) -> set[str]:
    """Django's own sentences do not name the field; the error summary puts the label before them."""
    texts = [text for kind in type(field).__mro__ for text in getattr(kind, "default_error_messages", {}).values()]
    texts += [getattr(validator, "message", "") for validator in field.validators]
    return {str(text) for text in texts}


def problems(form) -> list[dict]:
    """Every error of a form (or of a list of forms) as {anchor, message}, in the order of the page."""
    if not form:
        return []
    found: list[dict] = []
    for one in form if isinstance(form, list | tuple) else getattr(form, "forms", [form]):
        found += [{"anchor": "", "message": message} for message in one.non_field_errors()]
        for bound in one:
            standard = _standard_messages(bound.field)
            for message in bound.errors:
                label = str(bound.label).rstrip(".:?") if str(message) in standard else ""
                found.append({"anchor": anchor(bound), "label": label, "message": message})
    if hasattr(form, "forms"):
        found += [{"anchor": "", "message": message} for message in form.non_form_errors()]
    return found
