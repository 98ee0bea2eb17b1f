from .contact import ContactForm, FindForm, ResumeForm
from .pages import PageForm

__all__ = ["ContactForm", "FindForm", "PageForm", "ResumeForm"]
