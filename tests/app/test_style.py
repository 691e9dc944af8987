"""Claims about how the window looks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from fieldkit.app import style
from fieldkit.app.style import DARK, ICON_TONE, LIGHT, Tokens
from fieldkit.settings import Look
from fieldkit.shipped import shipped

READ = {
    "text": ("bg", "card", "field", "hover", "sel", "chip", "warn_bg"),
    "sub": ("bg", "card", "field", "hover", "sel"),
    "side_text": ("side", "side_sel"),
    "accent_text": ("accent",),
    "accent": ("bg", "card", "chip", "sel"),
    "warn": ("bg", "card", "warn_bg"),
    "danger": ("bg", "card"),
    "ok": ("bg", "card"),
}
"""Which colour is read on which. Source: WCAG 2.2, 1.4.3: at least 4.5 to 1."""
SEEN = {"edge": ("card", "field"), "accent": ("bg", "card", "field", "sel"), "side_text": ("side",)}
"""Edges, focus rings and bars. Source: WCAG 2.2, 1.4.11: at least 3 to 1."""


def luminance(colour: str) -> float:
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in QColor(colour).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def pairs(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(on, ground) for on, grounds in table.items() for ground in grounds]


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), pairs(READ))
def test_every_text_can_be_read(look: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(look, ink), getattr(look, ground)) >= 4.5


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), pairs(SEEN))
def test_every_edge_and_focus_can_be_seen(look: Tokens, line: str, ground: str) -> None:
    assert contrast(getattr(look, line), getattr(look, ground)) >= 3


@pytest.mark.parametrize("ground", [LIGHT.bg, LIGHT.card, DARK.bg, DARK.card])
def test_one_tone_of_icons_is_seen_on_light_and_dark(ground: str) -> None:
    assert contrast(ICON_TONE, ground) >= 3


@pytest.mark.parametrize("file", sorted(shipped("resources", "icons").glob("*.svg")), ids=lambda f: f.stem)
def test_every_icon_draws_something_sharp_at_200_percent(qapp, file) -> None:
    drawn = style.icon(file.stem).pixmap(QSize(20, 20), 2.0)

    assert drawn.size() == QSize(40, 40)
    image = drawn.toImage()
    inked = sum(image.pixelColor(x, y).alpha() > 128 for x in range(40) for y in range(40))
    assert 40 < inked < 800


def test_the_app_changes_between_light_and_dark(qapp) -> None:
    style.apply(qapp, dark=True)
    dark = qapp.palette().window().color().name()
    style.apply(qapp, dark=False)

    assert (dark, qapp.palette().window().color().name()) == (DARK.bg, LIGHT.bg)


def test_a_chosen_look_outranks_the_systems(qapp) -> None:
    assert style.dark_wanted(Look.DARK)
    assert not style.dark_wanted(Look.LIGHT)


def test_words_are_set_in_the_shipped_font(qapp) -> None:
    assert qapp.font().family() == "Noto Sans"
