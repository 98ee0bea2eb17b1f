from .contact import ContactForm, FindForm, ResumeForm
from .pages import PageForm, blank_asks

__all__ = ["ContactForm", "FindForm", "PageForm", "ResumeForm", "blank_asks"]
