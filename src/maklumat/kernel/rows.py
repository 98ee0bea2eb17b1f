"""Reading and writing rows without composing the statement anew: for the few acts that every resident does many times.

The ORM composes an INSERT of thirty columns in about the time that PostgreSQL needs for five of them. Here the text is
made once for each table; values go through the same preparation as in the ORM, where it does anything. Signals and
defaults of the database are not used in this house, so nothing is passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models


def read[T: models.Model](kind: type[T], condition: str, values: Sequence[Any] = (), *, lock: bool = False) -> list[T]:
    """Rows of a table, whole, as the ORM would give them. ``condition``: SQL from WHERE on, its values apart. ``lock``: until the end of
    the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_select(kind)} {condition}{' FOR UPDATE' if lock else ''}", values)
        found = cursor.fetchall()
    names, converters = _readable(kind)
    if converters:
        found = [_converted(row, converters) for row in found]
    return [kind.from_db(connection.alias, names, row) for row in found]


def insert(row: models.Model) -> None:
    """Write a new row. A key that the database gives stays unknown to ``row``."""
    kind = type(row)
    values = [_value(row, name, field) for name, field in _insertable(kind)]
    with connection.cursor() as cursor:
        cursor.execute(_insert(kind), values)
    row._state.adding = False


def update(row: models.Model, names: Sequence[str]) -> None:
    """Write these fields of a row that is there. Raises LookupError when it is not."""
    kind = type(row)
    values = [_value(row, name, field) for name, field in _updatable(kind, tuple(names))]
    with connection.cursor() as cursor:
        cursor.execute(_update(kind, tuple(names)), [*values, row.pk])
        if cursor.rowcount != 1:
            raise LookupError(f"no such row in {kind._meta.db_table}")


# Handed to PostgreSQL as they are; for the other kinds the ORM chooses a type or wraps the value.
_AS_IT_IS = (models.CharField, models.TextField, models.UUIDField, models.DateTimeField, models.BooleanField)


def _value(row: models.Model, name: str, field: Any) -> Any:
    value = getattr(row, name)
    return value if field is None or value is None else field.get_db_prep_save(value, connection)


def _prepared(field: Any) -> tuple[str, Any]:
    """Its attribute, and the field itself when its values need preparing."""
    kept = field.target_field if field.is_relation else field
    return field.attname, None if isinstance(kept, _AS_IT_IS) else field


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Any]]) -> list[Any]:
    values = list(row)
    for at, field in converters:
        values[at] = field.from_db_value(values[at], None, connection)
    return values


@lru_cache(maxsize=100)
def _readable(kind: type[models.Model]) -> tuple[list[str], tuple[tuple[int, Any], ...]]:
    """The attributes of a row, and the fields whose values the ORM converts on the way."""
    fields = kind._meta.concrete_fields
    converters = tuple((at, field) for at, field in enumerate(fields) if hasattr(field, "from_db_value"))
    return [field.attname for field in fields], converters


@lru_cache(maxsize=100)
def _select(kind: type[models.Model]) -> str:
    table = kind._meta.db_table
    columns = ", ".join(f'"{table}"."{field.column}"' for field in kind._meta.concrete_fields)
    return f'SELECT {columns} FROM "{table}"'


@lru_cache(maxsize=100)
def _insertable(kind: type[models.Model]) -> tuple[tuple[str, Any], ...]:
    return tuple(_prepared(field) for field in _written(kind))


@lru_cache(maxsize=100)
def _updatable(kind: type[models.Model], names: tuple[str, ...]) -> tuple[tuple[str, Any], ...]:
    return tuple(_prepared(_field(kind, name)) for name in names)


def _field(kind: type[models.Model], name: str) -> Any:
    return kind._meta.get_field(name)


def _written(kind: type[models.Model]) -> list[Any]:
    return [field for field in kind._meta.concrete_fields if not isinstance(field, models.AutoField)]


@lru_cache(maxsize=100)
def _insert(kind: type[models.Model]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in _written(kind))
    marks = ", ".join("%s" for _field in _written(kind))
    return f'INSERT INTO "{kind._meta.db_table}" ({columns}) VALUES ({marks})'


@lru_cache(maxsize=100)
def _update(kind: type[models.Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{_field(kind, name).column}" = %s' for name in names)
    return f'UPDATE "{kind._meta.db_table}" SET {columns} WHERE "{kind._meta.pk.column}" = %s'
