"""The fee of a standard, computed exactly. No other bill can be raised."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from .standard import Standard

_FUNCTIONS: dict[str, Callable[..., Fraction]] = {
    "min": min,
    "max": max,
    "ceil": lambda value: Fraction(math.ceil(value)),
}
_OPERATIONS: dict[type, Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}
_LARGEST = 10**15


class FormulaError(ValueError):
    """The formula cannot be read, or not be computed from these inputs."""


def names(formula: str) -> set[str]:
    """The questions that a formula reads. Raises :class:`FormulaError` when it is not a formula."""
    tree = _parse(formula)
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} - set(_FUNCTIONS)


def evaluate(formula: str, inputs: Mapping[str, Fraction]) -> int:
    """Whole rupiah, rounded up to the next rupiah, never negative. Raises :class:`FormulaError`."""
    try:
        value = _value(_parse(formula).body, inputs)
    except ZeroDivisionError as error:
        raise FormulaError("division by zero") from error
    if abs(value) > _LARGEST:
        raise FormulaError("too large")
    return max(0, math.ceil(value))


def fee_of(standard: Standard, answers: Mapping[str, Any]) -> int:
    """The bill in whole rupiah for these answers. Raises :class:`FormulaError` for missing numbers."""
    fee = standard.fee
    if fee is None or fee.kind == "free":
        return 0
    if fee.kind == "fixed":
        return fee.amount
    return evaluate(fee.formula, inputs_of(standard, answers))


def inputs_of(standard: Standard, answers: Mapping[str, Any]) -> dict[str, Fraction]:
    """The numbers that a formula may read: number and money answers, and the worth of choices."""
    inputs: dict[str, Fraction] = {}
    for question in standard.questions():
        given = answers.get(question.key)
        if given in (None, ""):
            continue
        if question.kind in ("number", "money"):
            inputs[question.key] = Fraction(str(given))
        elif question.kind == "choice":
            for choice in question.choices:
                if choice.value == given and choice.number is not None:
                    inputs[question.key] = Fraction(str(choice.number))
    return inputs


def _parse(formula: str) -> ast.Expression:
    try:
        return ast.parse(formula.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError("not a formula") from error


def _value(node: ast.expr, inputs: Mapping[str, Fraction]) -> Fraction:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return Fraction(str(number))
        case ast.Name(id=name):
            if name not in inputs:
                raise FormulaError(name)
            return inputs[name]
        case ast.BinOp(left=left, op=operation, right=right) if type(operation) in _OPERATIONS:
            return _OPERATIONS[type(operation)](_value(left, inputs), _value(right, inputs))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, inputs)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS and args:
            return Fraction(_FUNCTIONS[name](*(_value(a, inputs) for a in args)))
    raise FormulaError("only + - * / ( ) min max ceil, numbers and question keys")
