"""Places as people write, paste and carry them: degrees in several notations, map links, GPX and NMEA files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from fieldkit.errors import FileError
from fieldkit.forms.types import Point
from fieldkit.words import _

MOST_BYTES = 20_000_000
"""A track of a whole year is smaller; more would only stop the window."""

_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_PLAIN = re.compile(rf"({_NUMBER})[\s,;]+({_NUMBER})(?:[\s,;]+({_NUMBER}))?(?:[\s,;]+({_NUMBER}))?")
_COMMAS = re.compile(r"([+-]?\d+,\d+)[\s;]+([+-]?\d+,\d+)")
_LINKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"geo:({_NUMBER}),({_NUMBER})",
        rf"[@=/]({_NUMBER}),\s*({_NUMBER})",
        rf"#map=\d+/({_NUMBER})/({_NUMBER})",
        rf"mlat=({_NUMBER})&mlon=({_NUMBER})",
    )
)
_SIZE = (
    r"(?P<degrees>[+-]?\d+(?:\.\d+)?)\s*[°d]?(?:\s*(?P<minutes>\d+(?:\.\d+)?)\s*['′’m])?"
    r"(?:\s*(?P<seconds>\d+(?:\.\d+)?)\s*(?:[\"″”s]|''))?"
)
_ANGLE = re.compile(
    rf"\s*(?P<before>[NSEW])?\s*{_SIZE}(?(before)|\s*(?P<after>[NSEW]))\s*[,;]?", re.IGNORECASE
)
_SPACED = re.compile(r"([NSEW])\s*(\d+)[°\s]+(\d+(?:\.\d+)?)(?=[\s,;]|$)", re.IGNORECASE)


def read_place(text: str) -> Point | None:
    """Return the place that a text names, such as `51.5, -0.1`, `51°30'N 0°7'W` or a link of a map; or None."""
    written = " ".join(text.split()).strip("() ")
    commas = _COMMAS.fullmatch(written)
    if commas:
        return _place(*(float(number.replace(",", ".")) for number in commas.groups()))
    found = _PLAIN.fullmatch(written)
    if found:
        return _place(*(float(number) for number in found.groups() if number is not None))
    if "://" in written or written.startswith("geo:"):
        linked = next((found for link in _LINKS if (found := link.search(unquote(written)))), None)
        return _place(float(linked[1]), float(linked[2])) if linked else None
    return _from_angles(written)


def read_places(text: str) -> list[Point] | None:
    """Return the places that a text names, one a line or parted by semicolons; None where any of them is none."""
    parts = [part for part in re.split(r"[\n;]", text) if part.strip()]
    places = [place for place in map(read_place, parts) if place is not None]
    return places if len(places) == len(parts) else None


def places_in(path: Path) -> list[Point]:
    """Return the places in a GPX or NMEA file, in their order.

    Raises:
        FileError: it cannot be read, or has no place in it.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileError(
                _("{name} is too large.").format(name=path.name), _("Choose a shorter track, and try again.")
            )
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise FileError(
            _("{name} cannot be read.").format(name=path.name),
            _("Look whether the file is still there and whether you may open it."),
        ) from error
    found = list(_from_gpx(text) if text.lstrip("\ufeff \n\r\t").startswith("<") else _from_nmea(text))
    if not found:
        raise FileError(
            _("There is no place in {name}.").format(name=path.name),
            _("Choose a GPX file, or a file that a GPS receiver wrote (NMEA)."),
        )
    return found


def closed(places: list[Point]) -> list[Point]:
    """Return the corners of an area with the first again at the end."""
    whole = len(places) < 3 or places[0][:2] == places[-1][:2]
    return places if whole else [*places, places[0]]


def _place(latitude: float, longitude: float, *rest: float) -> Point | None:
    possible = abs(latitude) <= 90 and abs(longitude) <= 180
    return Point(latitude, longitude, *rest) if possible else None


def _from_angles(written: str) -> Point | None:
    # A receiver shows `N 51 30.123`: degrees and minutes parted by a space alone.
    written = _SPACED.sub(r"\1 \2°\3'", written)
    angles: list[tuple[str, float]] = []
    at = 0
    while at < len(written):
        found = _ANGLE.match(written, at)
        if not found or found.end() == at:
            return None
        angles.append(_angle(found))
        at = found.end()
    by_axis = dict(angles)
    if len(angles) != 2 or len(by_axis) != 2:
        return None
    return _place(round(by_axis["NS"], 9), round(by_axis["EW"], 9))


def _angle(found: re.Match[str]) -> tuple[str, float]:
    """Return which way an angle counts, and its degrees."""
    side = (found["before"] or found["after"]).upper()
    degrees = float(found["degrees"])
    degrees += float(found["minutes"] or 0) / 60 + float(found["seconds"] or 0) / 3600
    return "NS" if side in "NS" else "EW", -degrees if side in "SW" else degrees


def _from_gpx(text: str) -> Iterator[Point]:
    try:
        root = ET.fromstring(text)  # noqa: S314  expat refuses to expand entities into each other without end
    except ET.ParseError:
        return
    for element in root.iter():
        latitude, longitude = element.get("lat"), element.get("lon")
        if latitude is None or longitude is None:
            continue
        height = next((inner.text or "" for inner in element if inner.tag.rpartition("}")[2] == "ele"), "")
        place = read_place(f"{latitude} {longitude} {height}")
        if place:
            yield place


def _from_nmea(text: str) -> Iterator[Point]:
    """Yield the fixes of a receiver. Source: NMEA 0183, sentences GGA and RMC; each fix is told by both."""
    sentences = [line.strip().partition("*")[0].split(",") for line in text.splitlines()]
    fixes = [parts for parts in sentences if parts[0].startswith("$") and parts[0].endswith("GGA")]
    if fixes:
        for parts in fixes:
            if len(parts) > 9 and parts[6] not in ("", "0"):
                yield from _fix(parts[2:6], parts[9])
        return
    for parts in sentences:
        if parts[0].startswith("$") and parts[0].endswith("RMC") and len(parts) > 6 and parts[2] == "A":
            yield from _fix(parts[3:7], "")


def _fix(parts: list[str], height: str) -> Iterator[Point]:
    try:
        latitude = int(parts[0][:2]) + float(parts[0][2:]) / 60
        longitude = int(parts[2][:3]) + float(parts[2][3:]) / 60
        metres = (float(height),) if height else ()
    except ValueError:
        return
    place = _place(
        round(-latitude if parts[1] == "S" else latitude, 7),
        round(-longitude if parts[3] == "W" else longitude, 7),
        *metres,
    )
    if place:
        yield place
