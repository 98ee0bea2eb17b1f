from .files import StoredFile
from .ledger import CommitmentKey, Delivery, Entry, Position, Waiting
from .limits import Try
from .notify import Message
from .numbering import Counter
from .tree import Cosignature, Erasure, Head, RowKey, Tile, Tree

__all__ = [
    "CommitmentKey",
    "Cosignature",
    "Counter",
    "Delivery",
    "Entry",
    "Erasure",
    "Head",
    "Message",
    "Position",
    "RowKey",
    "StoredFile",
    "Tile",
    "Tree",
    "Try",
    "Waiting",
]
