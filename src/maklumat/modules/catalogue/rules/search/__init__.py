"""Search in everyday Indonesian over the standards in force: built once, held in memory, pure Python."""

from .index import Hit, Index

__all__ = ["Hit", "Index"]
