"""How every form is drawn, those of the sign-in included: ``{{ form }}`` and ``{{ form.field.as_field_group }}``."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Django's own renderer with the desk's form and field."""

    form_template_name = "design/form.html"
    field_template_name = "design/field.html"
