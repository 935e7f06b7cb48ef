"""Partnerships with a known truth, drawn at random: what the inference is held against."""

from __future__ import annotations

import numpy as np

from powermap.network import Network, assemble

VOICES = ("Statutory", "Voluntary sector", "Lived experience")


def partnership(
    seed: int,
    *,
    sizes: tuple[int, ...] = (25, 25, 10),
    response: tuple[float, ...] = (0.8, 0.4, 0.3),
    density: float = 0.15,
    power: tuple[float, ...] = (1.0, 1.0, 1.0),
    spread: float = 0.0,
    across: float | None = None,
    activity: float = 0.0,
) -> Network:
    """Draw a partnership. The defaults are simulation A1: ties independent of sector, unequal response.

    Parameters
    ----------
    power : what members of each voice are named, as a multiple of what they would be otherwise (q).
    spread, activity : coefficient of variation of how much members are named, and name.
    across : density of ties between voices; those within a voice then make up for it, so that at full response
        every voice is named as much as the others.
    """
    rng = np.random.default_rng([seed, 42])
    n, size, voice = sum(sizes), np.array(sizes), np.repeat(np.arange(len(sizes)), sizes)
    chance = np.full((n, n), density)
    if across is not None:
        within = (density * (n - 1) - across * (n - size)) / (size - 1)
        chance = np.where(voice[:, None] == voice[None, :], within[voice][:, None], across)
    popular = rng.gamma(1 / spread**2, spread**2, n) if spread else np.ones(n)
    active = rng.gamma(1 / activity**2, activity**2, n) if activity else np.ones(n)
    chance = chance * popular * active[:, None] * np.array(power)[voice]
    ties = (rng.random((n, n)) < np.minimum(chance, 1)).astype(float)
    np.fill_diagonal(ties, 0)
    return labelled(ties, [VOICES[v] for v in voice], rng.random(n) < np.array(response)[voice])


def labelled(ties: np.ndarray, voices: list[str], responded: np.ndarray | None = None) -> Network:
    """Return a network of these ties, each actor with one voice ('' for none, 'a+b' for two)."""
    n = len(voices)
    return assemble(
        tuple(f"Member {i}" for i in range(n)),
        np.asarray(ties, dtype=float),
        responded=np.ones(n, dtype=bool) if responded is None else np.asarray(responded),
        seat=np.zeros(n, dtype=bool),
        sector=tuple(voice or None for voice in voices),
        voices=tuple(tuple(voice.split("+")) if voice else () for voice in voices),
        relation="works with",
        round="1",
    )
