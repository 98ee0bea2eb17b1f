from .files import StoredFile
from .ledger import CommitmentKey, Delivery, Entry, Position, Waiting
from .limits import Try
from .notify import Message
from .numbering import Counter

__all__ = ["CommitmentKey", "Counter", "Delivery", "Entry", "Message", "Position", "StoredFile", "Try", "Waiting"]
