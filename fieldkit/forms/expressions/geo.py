"""Areas and distances on the earth, of points such as `7.94 -11.58 0 0`: latitude, longitude, altitude, accuracy.

Source: ODK XForms specification, "area", "distance", "geofence", "intersects"; formulas and the earth's radius as in
JavaRosa's GeoUtils, so that the same answers come to the same numbers.
"""

from __future__ import annotations

import math
from itertools import groupby, islice, pairwise
from typing import NamedTuple

from fieldkit.forms.expressions.values import NAN, Value, number, string, texts

_RADIUS = 6_378_100.0
_CIRCUMFERENCE = 2 * math.pi * _RADIUS


class Point(NamedTuple):
    """A place on the earth, in degrees."""

    latitude: float
    longitude: float


def points(*values: Value) -> list[Point] | None:
    """Return the points of traces, shapes or points; None where something is no such thing.

    Whether there is such a latitude is the matter of the question that asks for it: as in Collect, 91 degrees is
    somewhere beyond the pole.
    """
    found: list[Point] = []
    for point in (piece.split() for value in values for text in texts(value) for piece in text.split(";")):
        if not point:
            continue
        latitude, longitude = [*map(number, point[:2]), NAN, NAN][:2]
        if math.isnan(latitude) or math.isnan(longitude):
            return None
        found.append(Point(latitude, longitude))
    return found


def area(value: Value) -> float:
    """Return the square metres that a shape encloses."""
    way = points(value)
    if way is None:
        return NAN
    if len(way) < 3:
        return 0.0
    first = way[0]
    flat = [
        (
            (point.latitude - first.latitude) * _CIRCUMFERENCE / 360,
            (point.longitude - first.longitude)
            * _CIRCUMFERENCE
            * math.cos(math.radians(point.latitude))
            / 360,
        )
        for point in way
    ]
    return abs(math.fsum((y1 * x2 - x1 * y2) / 2 for (y1, x1), (y2, x2) in pairwise(flat)))


def distance(*values: Value) -> float:
    """Return the metres along a way."""
    way = points(*values)
    return NAN if way is None else math.fsum(_between(one, other) for one, other in pairwise(way))


def _between(one: Point, other: Point) -> float:
    if one == other:
        return 0.0
    first, second = math.radians(one.latitude), math.radians(other.latitude)
    across = math.cos(math.radians(one.longitude - other.longitude))
    cosine = math.sin(first) * math.sin(second) + math.cos(first) * math.cos(second) * across
    return _RADIUS * math.acos(max(-1.0, min(1.0, cosine)))


def within(point: Value, shape: Value) -> bool:
    """Tell whether a point lies in a shape, which must be closed; its southern and western sides belong to it."""
    place, way = points(point), points(shape)
    if not place or not way or way[0] != way[-1]:
        return False
    inside = False
    for one, other in pairwise(way):
        if (one.latitude > place[0].latitude) != (other.latitude > place[0].latitude):
            slope = (other.longitude - one.longitude) / (other.latitude - one.latitude)
            inside ^= place[0].longitude < slope * (place[0].latitude - one.latitude) + one.longitude
    return inside


def crosses_itself(value: Value) -> bool:
    """Tell whether a trace or shape meets itself anywhere but where its end closes it."""
    way = [point for point, _same in groupby(points(value) or [])]
    ends = {0, len(way) - 2} if way and way[0] == way[-1] else set[int]()
    axis = _long_axis(way)
    # Along the way's longer side, a stretch is compared with those alone that begin before it ends.
    stretches = sorted(enumerate(pairwise(way)), key=lambda numbered: min(end[axis] for end in numbered[1]))
    for place, (at, one) in enumerate(stretches):
        last = max(end[axis] for end in one)
        for beside, other in islice(stretches, place + 1, None):
            if min(end[axis] for end in other) > last:
                break
            neighbours = abs(at - beside) == 1 or {at, beside} == ends
            if _turns_back(one, other) if neighbours else _meet(*one, *other):
                return True
    return False


def _long_axis(way: list[Point]) -> int:
    spans = [max(side) - min(side) for side in zip(*way, strict=True)]
    return spans.index(max(spans)) if spans else 0


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b.latitude - a.latitude) * (c.longitude - a.longitude) - (b.longitude - a.longitude) * (
        c.latitude - a.latitude
    )


def _between_them(a: Point, b: Point, c: Point) -> bool:
    return min(a.latitude, b.latitude) <= c.latitude <= max(a.latitude, b.latitude) and min(
        a.longitude, b.longitude
    ) <= c.longitude <= max(a.longitude, b.longitude)


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    first, second, third, fourth = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if first * second < 0 and third * fourth < 0:
        return True
    return (
        (first == 0 and _between_them(a, b, c))
        or (second == 0 and _between_them(a, b, d))
        or (third == 0 and _between_them(c, d, a))
        or (fourth == 0 and _between_them(c, d, b))
    )


def _turns_back(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Tell whether two stretches that share an end also share more of their way."""
    shared = set(one) & set(other)
    if len(shared) == 2:
        return True
    corner = next(iter(shared))
    a, b = (pair[0] if pair[1] == corner else pair[1] for pair in (one, other))
    return _turn(corner, a, b) == 0 and (_between_them(corner, a, b) or _between_them(corner, b, a))


def geofence(point: Value, shape: Value) -> bool:
    """Tell whether the point lies in the shape; false where either is blank or is neither."""
    return bool(string(point)) and within(point, shape)
