"""The ink: colours, faces, sizes and spaces of what we print."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

INK: Final = "#1b2429"
MUTED: Final = "#56656d"
"""Greys of text keep a contrast of 4.5 to 1 on white, which reading at arm's length needs (WCAG 2.2, 1.4.3)."""
RULE: Final = "#dde4e7"
PAPER: Final = "#ffffff"
ACCENT: Final = "#0f766e"
SOFT: Final = "#8fb8b3"
TINT: Final = "#eaf3f2"

RAMP: Final = ("#f2f5f5", "#d3e6e3", "#a9cfca", "#74b1aa", "#56a198", "#0f766e", "#0b544f")
"""From little to much, in one hue."""

LEVELS: Final = ("#c9d2d6", "#e4e9eb", "#7fbdb4", "#0f766e")
"""From mild to grave: greys for what people live with, the accent for what holds them back."""


class Face(StrEnum):
    """A face of type, by its use."""

    TEXT = "NotoSans-Regular"
    STRONG = "NotoSans-Bold"
    SLANTED = "NotoSans-Italic"
    TITLE = "NotoSerif-Bold"
    QUOTE = "NotoSerif-Italic"


BODY: Final = 11.0
"""Points. Nothing that must be read is smaller."""
SMALL: Final = 9.0
"""Captions, sources, feet of pages."""
LEADING: Final = 1.45

PAGE_WIDTH: Final = 595.2756
PAGE_HEIGHT: Final = 841.8898
MARGIN: Final = 56.0
TOP: Final = 62.0
BOTTOM: Final = 66.0
WIDTH: Final = PAGE_WIDTH - 2 * MARGIN


def luminance(colour: str) -> float:
    """Return how light a colour is, from 0 to 1. Source: WCAG 2.2, "relative luminance"."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21. Source: WCAG 2.2, "contrast ratio"."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(background: str) -> str:
    """Return the text colour that reads best on a background."""
    return max((INK, PAPER), key=lambda colour: contrast(colour, background))


def shade(value: float, most: float) -> str:
    """Return the colour of a value between 0 and `most`."""
    place = round(value / most * (len(RAMP) - 1)) if most else 0
    return RAMP[max(0, min(len(RAMP) - 1, place))]
