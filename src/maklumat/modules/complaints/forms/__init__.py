from .reporting import AboutForm, FindForm, ReporterForm, StoryForm, TextForm

__all__ = ["AboutForm", "FindForm", "ReporterForm", "StoryForm", "TextForm"]
