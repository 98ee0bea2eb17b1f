"""Makes `{{ form }}` look like the pages written by hand. Setting: FORM_RENDERER = "maklumat.ui.renderer.Renderer"."""

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

OURS = {
    "django/forms/widgets/radio.html": "ui/forms/widgets/choices.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/widgets/choices.html",
    "django/forms/widgets/clearable_file_input.html": "ui/forms/widgets/file.html",
}


# Plain controls, as Django's own templates write them: most of a form, and each was thirty steps of the template language.
PLAIN = frozenset(
    f"django/forms/widgets/{name}.html" for name in ("text", "email", "number", "tel", "password", "hidden", "checkbox")
)


class Renderer(DjangoTemplates):
    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name):
        return super().get_template(OURS.get(template_name, template_name))

    def render(self, template_name, context, request=None):
        if template_name in PLAIN:
            return _control(context["widget"])
        return super().render(template_name, context, request)


def _control(widget: dict) -> SafeString:
    given = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], given, flatatt(widget["attrs"])
    )
