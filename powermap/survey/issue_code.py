"""What an issue code stands for."""

from __future__ import annotations

from typing import NamedTuple

from powermap.survey.model import Level

ERROR: tuple[Level, ...] = ("error",)
WARNING: tuple[Level, ...] = ("warning",)
NOTE: tuple[Level, ...] = ("note",)


class Code(NamedTuple):
    """What an issue code stands for: how serious, what it means, what the person can do."""

    levels: tuple[Level, ...]
    meaning: str
    fix: str
