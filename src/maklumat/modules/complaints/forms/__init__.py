from .reporting import AboutForm, CompanionForm, FindForm, QuestionsForm, ReporterForm, StoryForm, TextForm

__all__ = ["AboutForm", "CompanionForm", "FindForm", "QuestionsForm", "ReporterForm", "StoryForm", "TextForm"]
