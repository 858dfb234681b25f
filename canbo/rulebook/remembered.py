"""What is prepared once from rules and forms, found again by which ones they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

MOST = 512  # results kept of a function
P = ParamSpec("P")
T = TypeVar("T")


def by_identity(make: Callable[P, T]) -> Callable[P, T]:
    """The function, called once for the same objects, given by place. They are frozen but deep: hashing one costs more
    than scoring it. What is kept keeps them alive, so that an id is never another object's."""
    kept: dict[tuple[int, ...], tuple[tuple[object, ...], T]] = {}

    @wraps(make)
    def found(*args: P.args, **kwargs: P.kwargs) -> T:
        key = tuple(map(id, args))
        known = kept.get(key)
        if known is None:
            if len(kept) >= MOST:
                kept.clear()
            known = kept[key] = args, make(*args, **kwargs)
        return known[1]

    return found
