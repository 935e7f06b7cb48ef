"""Survey files as their programs write them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from survey.graph_xml import GRAPHML

from powermap import Survey, read_survey

Rows = list[list[Any]]


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook from {sheet: rows}; None leaves a cell empty."""

    def write(sheets: dict[str, Rows], name: str = "survey.xlsx", *, hidden: tuple[str, ...] = ()) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
            if title in hidden:
                sheet.sheet_state = "hidden"
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def text(tmp_path: Path) -> Callable[..., Path]:
    """Write a text file."""

    def write(content: str, name: str = "ties.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode(encoding))
        return path

    return write


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook from {sheet: rows}, after *edit* has had the openpyxl sheets."""

    def write(sheets: dict[str, Rows], edit: Callable[..., None], name: str = "survey.xlsx") -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        edit(*book)
        path = tmp_path / name
        book.save(path)
        return path

    return write


@pytest.fixture
def graphml(text: Callable[..., Path]) -> Callable[..., Survey]:
    """Read the GraphML file with this body."""
    return lambda body, name="net.graphml": read_survey(text(f"{GRAPHML}{body}</graphml>", name))
