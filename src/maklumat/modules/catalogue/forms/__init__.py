from .importing import ChooseForm, FilesForm
from .items import ITEMS
from .parts import PARTS, Part
from .pieces import ItemForm
from .publishing import CharterForm, LogForm, NewForm, PublishForm, ReturnForm
from .trying import FeeTryForm

__all__ = [
    "ITEMS", "PARTS", "CharterForm", "ChooseForm", "FeeTryForm", "FilesForm", "ItemForm", "LogForm", "NewForm", "Part",
    "PublishForm", "ReturnForm",
]  # fmt: skip
