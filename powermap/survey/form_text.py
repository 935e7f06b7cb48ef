"""The text of an online form that asks what a blank survey asks, so that the form's export can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from powermap.errors import UnknownChoiceError
from powermap.survey.asked import Asked, Words, questions_asked
from powermap.survey.partner_list import Partner
from powermap.vocabulary import SECTORS, is_sensitive

Tool = Literal["google", "microsoft"]
_NAMES = {"google": "Google Forms", "microsoft": "Microsoft Forms"}
_KINDS = {
    ("google", "choice"): "Dropdown, required",
    ("microsoft", "choice"): "Choice, drop-down, required",
    ("google", "grid"): "Multiple-choice grid; 'Require a response in each row' switched off",
    ("microsoft", "grid"): "Likert; 'Required' switched off",
}
_ROWS, _COLUMNS = (
    {"google": "Rows", "microsoft": "Statements"},
    {"google": "Columns", "microsoft": "Options"},
)


class FormQuestion(NamedTuple):
    """A question of a form; *rows* are the items of a grid, none where one of *options* is chosen once."""

    title: str
    about: str
    options: tuple[str, ...]
    rows: tuple[str, ...] = ()


def form_questions(
    partners: Sequence[Partner],
    tool: Tool,
    *,
    relations: Sequence[str] = ("works with",),
    partner_items: bool = False,
) -> tuple[FormQuestion, ...]:
    """Return the questions of a form: who answers, its sector, and one grid for each relation.

    Microsoft Forms exports the statements of a grid without its question, so each statement there says both.

    Raises
    ------
    UnknownChoiceError
        There are too few partners, or an export could not be read under the name of a relation.

    Examples
    --------
    >>> asked = form_questions([Partner("Council"), Partner("Age UK")], "microsoft")
    >>> asked[-1].rows, asked[-1].options[0]
    (('works with: Council', 'works with: Age UK'), '0 - Never')
    """
    if len(partners) < 2:
        raise UnknownChoiceError("A survey needs two partners or more.", fix="Add organisations to the list.")
    names = tuple(partner.name for partner in partners)
    sectors = tuple(dict.fromkeys((*SECTORS, *(partner.sector for partner in partners if partner.sector))))
    asked = questions_asked(relations, partner_items=partner_items)
    for one in asked:
        _check(one)
    return (
        FormQuestion("Which organisation do you represent?", "", names),
        FormQuestion("What sector is it in?", "", sectors),
        *(
            FormQuestion(
                one.relation,
                f"{one.question} Leave out your own organisation.",
                _labels(one.words),
                tuple(f"{one.relation}: {name}" for name in names) if tool == "microsoft" else names,
            )
            for one in asked
        ),
    )


def _check(one: Asked) -> None:
    """Raise where the mark that parts question and partner, or a bracket, stands in the name of a relation."""
    marks = [mark for mark in (":", "[", "]", "(", ")", " - ", ".", "|", ">", "_") if mark in one.relation]
    if marks or one.relation.rstrip("?") != one.relation.rstrip(" ?-–—"):
        what = f"'{one.relation}' cannot be the name of a relation in a form: it has '{(marks or ['-'])[0]}' in it."
        raise UnknownChoiceError(what, fix="Use plain words, such as 'works with'.")


def _labels(words: Words) -> tuple[str, ...]:
    """Return the words with their numbers, which stand in the export: they are read whoever chose which."""
    return tuple(word if number is None else f"{number} - {word}" for word, number in words)


def form_text(
    partners: Sequence[Partner],
    tool: Tool,
    *,
    relations: Sequence[str] = ("works with",),
    partner_items: bool = False,
) -> str:
    """Return the text to paste into a new form, question by question. See `form_questions`."""
    questions = form_questions(partners, tool, relations=relations, partner_items=partner_items)
    lines = [
        f"Questions to paste into {_NAMES[tool]}. Write the titles, rows and options exactly as they stand here:",
        "by them powermap knows, in the exported answers, who answered about whom.",
        "",
        "Title of the form: Partnership survey",
        f"Description: {_consent(questions)}",
    ]
    for place, question in enumerate(questions, 1):
        kind = _KINDS[tool, "grid" if question.rows else "choice"]
        lines += ["", f"Question {place} ({kind})", f"Title: {question.title}"]
        lines += [f"Description: {question.about}"] if question.about else []
        if question.rows:
            lines += [f"{_ROWS[tool]}:", *question.rows, f"{_COLUMNS[tool]}:", *question.options]
        else:
            lines += ["Options:", *question.options]
    saved = "Responses, Link to Sheets, then File, Download" if tool == "google" else "Responses, Open in Excel"
    lines += ["", f"When the answers are in: {saved}. Then: powermap check ANSWERS-FILE LIST-OF-PARTNERS"]
    return "\n".join(lines) + "\n"


def _consent(questions: Sequence[FormQuestion]) -> str:
    personal = ", ".join(f"'{question.title}'" for question in questions if is_sensitive(question.title))
    single = f" Single answers to {personal} are not shown to others." if personal else ""
    return (
        "This survey asks how the organisations of [the partnership] relate to one another. Taking part is up to "
        "you, and any question can be left out. [Names] see every answer. The results name organisations and no "
        f"persons, and may show which organisations are tied to one another.{single} Questions, or to take your "
        "answers back until [date]: [name, e-mail address]."
    )
