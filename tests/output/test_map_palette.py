"""Colours that can be seen by everyone, and shapes so that colour is never the only sign."""

from itertools import combinations

import numpy as np
import pytest

from powermap.output.palette import COLOURS, KEPT_APART, NO_SECTOR, OUTLINES, SHAPES, styles
from powermap.vocabulary import SECTORS

#: Machado, Oliveira & Fernandes (2009), table of matrices, severity 1.0; applied to linear RGB.
SEEN_WITH = {
    "full colour vision": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear(colour):
    """Return linear RGB of '#rrggbb' (IEC 61966-2-1)."""
    c = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """Return CIE 1976 L*a*b* of linear RGB, white point D65."""
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    t = to_xyz @ np.clip(rgb, 0, 1) / [0.95047, 1.0, 1.08883]
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("colour", [*COLOURS, NO_SECTOR.colour])
def test_every_colour_stands_out_from_the_page(colour):
    luminance = linear(colour) @ [0.2126, 0.7152, 0.0722]
    assert 1.05 / (luminance + 0.05) >= 3.0  # WCAG 2.2, 1.4.11


@pytest.mark.parametrize("vision", SEEN_WITH)
def test_any_two_colours_differ_whoever_looks(vision):
    for one, other in combinations([*COLOURS, NO_SECTOR.colour], 2):
        seen = [lab(SEEN_WITH[vision] @ linear(colour)) for colour in (one, other)]
        assert np.linalg.norm(seen[0] - seen[1]) >= 19, (one, other)


def test_the_sectors_of_a_partnership_differ_in_colour_and_in_shape():
    partnership = ["NHS", "Hospital", "Local authority", "Police and justice", *KEPT_APART]
    for sectors in (partnership, list(SECTORS)[:7], list("ABCDEFG")):
        looks = list(styles(sectors).values())
        assert len({look.colour for look in looks}) == len({look.shape for look in looks}) == 7


def test_up_to_56_sectors_have_a_look_of_their_own():
    looks = styles([f"Sector {i:02}" for i in range(56)] + [None])
    assert len(set(looks.values())) == 57


def test_the_voices_in_question_share_neither_colour_nor_shape_however_many_sectors_there_are():
    looks = styles(SECTORS)
    for sector, own in KEPT_APART.items():
        assert looks[sector] == own
        for other, look in looks.items():
            assert other == sector or (look.colour != own.colour and look.shape != own.shape)
    assert len(set(looks.values())) == len(SECTORS)


def test_a_look_does_not_depend_on_the_order_of_the_file():
    assert (
        list(styles(["Zoo", None, "NHS", "Arts"]))
        == list(styles(["Arts", "NHS", "Zoo", None]))
        == [
            "NHS",
            "Arts",
            "Zoo",
            None,
        ]
    )


def test_every_shape_has_an_outline_for_the_legend():
    assert set(SHAPES) == set(OUTLINES)
