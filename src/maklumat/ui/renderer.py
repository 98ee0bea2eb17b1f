"""Makes `{{ form }}` look like the pages written by hand. Setting: FORM_RENDERER = "maklumat.ui.renderer.Renderer"."""

from django.forms.renderers import DjangoTemplates

OURS = {
    "django/forms/widgets/radio.html": "ui/forms/widgets/choices.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/widgets/choices.html",
    "django/forms/widgets/clearable_file_input.html": "ui/forms/widgets/file.html",
}


class Renderer(DjangoTemplates):
    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"

    def get_template(self, template_name):
        return super().get_template(OURS.get(template_name, template_name))
