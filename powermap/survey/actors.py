"""From the rows of lists to actors: one each, with sector, voices and seat."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from powermap.survey.raw import ActorRow
from powermap.survey.scores import ATTRIBUTES
from powermap.vocabulary import key, sector_named, voice_named, voices_of_sector

if TYPE_CHECKING:
    from powermap.survey.model import Issue
    from powermap.survey.raw import Raw
    from powermap.survey.scores import Score


@dataclass
class Actor:
    """One actor; *responded*, *rounds* and *scores* hold what the list says, by round (None = every round)."""

    name: str
    sector: str | None = None
    voices: tuple[str, ...] = ()
    seat: bool = False
    rounds: set[str | None] = field(default_factory=set)
    responded: dict[str | None, bool] = field(default_factory=dict)
    scores: dict[str | None, dict[str, Score]] = field(default_factory=dict)
    row: ActorRow | None = None


class Reader:
    """Turns rows into actors, and remembers what it has already said about each spelling.

    *rows* are all that it will be given: they tell which voices stand by themselves. *own_choices* are the sectors
    and voices that a blank survey offers, by file: of those, nothing need be said.
    """

    def __init__(
        self, rows: Iterable[ActorRow] = (), own_choices: Mapping[str, Collection[str]] | None = None
    ) -> None:
        self._own_choices = own_choices or {}
        self._alone = voices_alone(row.voices for row in rows)
        self.issues: list[Issue] = []
        self._said: set[tuple[str, str]] = set()
        self._unknown: dict[str, str] = {}

    def actor(self, row: ActorRow, name: str) -> Actor:
        """Return the actor that a row describes, under its settled *name*."""
        sector = self._sector(row, name)
        voices = self._voices(row) if row.voices else voices_of_sector(sector) if sector else ()
        voices += tuple(self._tagged(row, voice) for voice in row.tags if voice not in voices)
        actor = Actor(name, sector, voices, bool(row.seat), row=row)
        self._enter(actor, row)
        return actor

    def again(self, actor: Actor, row: ActorRow) -> None:
        """Take in a further row of the same actor: another round, or a duplicate."""
        what = f"'{actor.name}' is listed twice{_in_round(row)}"
        if row.round not in actor.rounds:
            what = f"'{actor.name}' is listed differently in two rounds"
            self._conflict(actor, row, what, only_if_different=True, other_round=True)
            self._enter(actor, row)
        elif actor.row is not None and actor.row.sheet is not row.sheet:
            self._complete(actor, row)
            self._conflict(actor, row, what, only_if_different=True)
        else:
            self._conflict(actor, row, what)

    def _complete(self, actor: Actor, row: ActorRow) -> None:
        """Take from a second list what the first does not say."""
        first = actor.row
        assert first is not None  # noqa: S101  an actor with a second row had a first
        if row.sector and not first.sector:
            actor.sector = self._sector(row, actor.name)
            actor.voices = actor.voices or voices_of_sector(actor.sector or row.sector)
        if row.voices and not first.voices:
            actor.voices = self._voices(row)
        if first.seat is None:
            actor.seat = bool(row.seat)
        if row.responded is not None:
            actor.responded.setdefault(row.round, row.responded)
        self._take_scores(actor, row)
        actor.row = first._replace(
            sector=first.sector or row.sector,
            voices=first.voices or row.voices,
            seat=row.seat if first.seat is None else first.seat,
            responded=row.responded if first.responded is None else first.responded,
            scores={**row.scores, **first.scores},
        )

    def _enter(self, actor: Actor, row: ActorRow) -> None:
        actor.rounds.add(row.round)
        if row.responded is not None:
            actor.responded[row.round] = row.responded
        self._take_scores(actor, row)

    @staticmethod
    def _take_scores(actor: Actor, row: ActorRow) -> None:
        """Take the scores that the actor has not got yet in that round."""
        if row.scores:
            actor.scores[row.round] = {**row.scores, **actor.scores.get(row.round, {})}

    def _conflict(
        self, actor: Actor, row: ActorRow, what: str, *, only_if_different: bool = False, other_round: bool = False
    ) -> None:
        first = actor.row
        assert first is not None  # noqa: S101  an actor with a second row had a first
        different = [
            f"{part} '{there}' and '{here}'"
            for part, there, here in (
                ("sector", first.sector, row.sector),
                ("voice", first.voices, row.voices),
                ("seat", _said(first.seat), _said(row.seat)),
                (
                    "responded",
                    "" if other_round else _said(first.responded),
                    "" if other_round else _said(row.responded),
                ),
                *((name, _scored(first, name), "" if other_round else _scored(row, name)) for name in ATTRIBUTES),
            )
            if key(there) != key(here) and here
        ]
        if only_if_different and not different:
            return
        but = f", with different {', '.join(different)}" if different else ""
        self.issues.append(
            row.sheet.issue(
                "warning",
                "duplicate-actor",
                f"{what}{but}; the first, in {first.sheet.cell(first.row, first.columns['name'])}, was used.",
                "Keep one row, or give two bodies different names.",
                at=(row.row, row.columns["name"]),
            )
        )

    def _sector(self, row: ActorRow, name: str) -> str | None:
        at = (row.row, row.columns["sector"]) if "sector" in row.columns else None
        if not row.sector:
            if at:
                message, fix = f"'{name}' has no sector.", "Fill in its sector."
                self.issues.append(row.sheet.issue("warning", "sector-missing", message, fix, at=at))
            return None
        sector = sector_named(row.sector)
        if sector is None:
            sector = self._unknown.setdefault(key(row.sector), row.sector)
            self._once(
                row,
                "sector-unknown",
                row.sector,
                at,
                f"Sector '{row.sector}' is not one that powermap knows; it was kept, as a group of its own.",
            )
        elif sector != row.sector:
            self._once(row, "sector-read-as", row.sector, at, f"Sector '{row.sector}' was read as '{sector}'.")
        return sector

    def _once(self, row: ActorRow, code: str, spelling: str, at: tuple[int, int] | None, message: str) -> None:
        """Add one note per spelling, at the first cell that has it."""
        offered = code.endswith("-unknown") and key(spelling) in self._own_choices.get(row.sheet.file, ())
        if (code, spelling) not in self._said and not offered:
            self._said.add((code, spelling))
            self.issues.append(row.sheet.issue("note", code, message, at=at))

    def _tagged(self, row: ActorRow, voice: str) -> str:
        message = f"A tag that is a voice, such as here, was read as one: '{voice}'."
        self._once(row, "tag-is-voice", voice, (row.row, row.columns["tags"]), message)
        return voice

    def _voices(self, row: ActorRow) -> tuple[str, ...]:
        at = (row.row, row.columns["voice"])
        voices: list[str] = []
        for piece in _surely_apart(row.voices):
            parts = _split_one(piece, self._alone)
            if "/" in piece and len(parts) > 1:
                quoted = ", ".join(f"'{part}'" for part in parts)
                message = f"'{piece}' was read as {len(parts)} voices: {quoted}."
                self._once(row, "voice-split", piece, at, message)
        for part in split_voices(row.voices, self._alone):
            known = voice_named(part)
            sector = sector_named(part)
            if known is not None:
                own: tuple[str, ...] = (known,)
            elif sector is not None:
                own = voices_of_sector(sector)
            else:
                own = (self._unknown.setdefault(key(part), part),)
                message = f"Voice '{part}' is not one that powermap knows; it was kept as a group of its own."
                self._once(row, "voice-unknown", part, at, message)
            if (known or sector) and own != (part,):
                self._once(row, "voice-read-as", part, at, f"Voice '{part}' was read as '{' and '.join(own)}'.")
            voices += [voice for voice in own if voice not in voices]
        return tuple(voices)


def lists_without_sectors(raw: Raw, actors: list[Actor]) -> list[Issue]:
    """Warn of lists without sectors that no other list gives; *actors* belong to the rows of `raw.actors`."""
    issues = []
    for sheet in raw.without_sectors:
        own = [actor for row, actor in zip(raw.actors, actors, strict=True) if row.sheet is sheet]
        if any(actor.sector is None and not actor.voices for actor in own):
            message = "This list of organisations has no column for their sector, so groups cannot be compared."
            fix = "Give powermap a second file, with the columns name and sector."
            issues.append(
                sheet.issue(
                    "warning", "sector-missing", message, fix if sheet.network else "Add a column 'sector'."
                )
            )
    return issues


def split_voices(text: str, alone: Collection[str] = ()) -> list[str]:
    """Return the voices named in a cell.

    ';', '|' and a new line always part voices. '/' may stand inside one ('Children/young people'): it parts them
    where some side is a voice that is known, or one of *alone*, the `key` of those that fill a part of some cell.
    So does ',' in 'Gypsy, Roma and Traveller'; elsewhere it parts a list. 'and' parts where all sides are known.

    >>> split_voices("Lived experience; VCSE"), split_voices("voluntary and community")
    (['Lived experience', 'VCSE'], ['voluntary and community'])
    >>> split_voices("Carers/young people"), split_voices("Children/young people; Faith")
    (['Carers', 'young people'], ['Children/young people', 'Faith'])
    >>> split_voices("Gypsy, Roma and Traveller"), split_voices("Young people, older people")
    (['Gypsy, Roma and Traveller'], ['Young people', 'older people'])
    """
    return [voice for part in _surely_apart(text) for voice in _split_one(part, alone)]


def voices_alone(texts: Iterable[str]) -> set[str]:
    """Return the `key` of the voices that stand by themselves, with no '/' or ',' in them.

    >>> sorted(voices_alone(["Older people; Youth", "Women/girls"]))
    ['older people', 'youth']
    """
    return {key(part) for text in texts for part in _surely_apart(text) if not re.search("[/,]", part)}


def _surely_apart(text: str) -> list[str]:
    return [part for piece in re.split(r"[;|\n]", text) if (part := piece.strip())]


def _split_one(text: str, alone: Collection[str]) -> list[str]:
    joined = " and ".join(part.strip() for part in text.split("/"))
    if _is_known(text) or _is_known(joined):
        return [text if _is_known(text) else joined]
    for mark in ("/", ","):
        parts = [part for piece in text.split(mark) if (part := piece.strip())]
        ends = re.split(r"\s+(?:and|&)\s+", parts[-1]) if parts else []
        listed = mark == "," and len(ends) == 1
        if len(parts) > 1 and (listed or any(_is_known(p) or key(p) in alone for p in (*parts, *ends))):
            return [voice for part in parts for voice in _split_one(part, alone)]
    halves = [half.strip() for half in re.split(r"\s+(?:and|&)\s+|\s*\+\s*", text)]
    return halves if len(halves) > 1 and all(map(_is_known, halves)) else [text]


def _is_known(text: str) -> bool:
    return voice_named(text) is not None or sector_named(text) is not None


def _said(answer: bool | None) -> str:
    return "" if answer is None else "yes" if answer else "no"


def _scored(row: ActorRow, attribute: str) -> str:
    return f"{row.scores[attribute].value:g}" if attribute in row.scores else ""


def _in_round(row: ActorRow) -> str:
    return f" in round {row.round}" if row.round else ""
