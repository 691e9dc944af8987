import pytest

from fieldkit.errors import FileError
from fieldkit.forms import TYPES
from fieldkit.forms.places import closed, places_in, read_place, read_places

NMEA = """$GPGGA,092750.000,5130.1234,N,00007.5000,W,1,8,1.03,61.7,M,55.2,M,,*76
$GPRMC,092750.000,A,5130.1234,N,00007.5000,W,0.02,31.66,280511,,,A*43
$GPGGA,092751.000,5130.2000,N,00007.6000,W,0,0,,,M,,M,,*00
$GPGGA,092752.000,3352.0000,S,15112.0000,E,1,8,1.03,12.0,M,,M,,*00
"""
GPX = """<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="51.5" lon="-0.1"><ele>12.5</ele></trkpt><trkpt lat="51.6" lon="-0.2"/></trkseg></trk></gpx>"""


@pytest.mark.parametrize(
    "written",
    [
        "51.5 -0.125",
        "51.5, -0.125",
        "51,5 -0,125",
        "(51.5; -0.125)",
        "51°30'N 0°7'30\"W",
        "51° 30′ 0″ N, 0° 7′ 30″ W",
        "0°7.5'W 51°30'N",
        "N 51 30.000 W 0 07.500",
        "51.5N 0.125W",
        "geo:51.5,-0.125?z=12",
        "https://www.google.com/maps/@51.5,-0.125,15z",
        "https://www.openstreetmap.org/#map=15/51.5/-0.125",
        "https://www.openstreetmap.org/?mlat=51.5&mlon=-0.125",
    ],
)
def test_a_place_is_understood_in_the_notations_that_people_paste(written):
    place = read_place(written)

    assert place is not None
    assert place[:2] == pytest.approx((51.5, -0.125))


@pytest.mark.parametrize(
    "written", ["", "51.5", "north", "95 0", "0 181", "51°30'N 7°N", "12 34 north", "https://example.org"]
)
def test_what_is_no_place_is_none(written):
    assert read_place(written) is None


def test_height_and_accuracy_are_kept():
    assert read_place("51.5 -0.1 12 4.5") == (51.5, -0.1, 12, 4.5)


def test_places_are_parted_by_lines_or_semicolons_and_one_that_is_none_spoils_all():
    assert read_places("51.5, -0.1\n51.6, -0.2; 51.7 -0.3") == [
        (51.5, -0.1, None, None),
        (51.6, -0.2, None, None),
        (51.7, -0.3, None, None),
    ]
    assert read_places("51.5, -0.1\nthe well") is None


def test_an_area_is_closed_once():
    corners = read_places("0 0; 0 1; 1 1") or []

    assert closed(corners)[0] == closed(corners)[-1]
    assert closed(closed(corners)) == closed(corners)
    assert TYPES["geoshape"].read(TYPES["geoshape"].write(closed(corners)))


def test_a_gpx_file_gives_its_points_with_their_heights(tmp_path):
    (tmp_path / "way.gpx").write_text(GPX)

    assert places_in(tmp_path / "way.gpx") == [(51.5, -0.1, 12.5, None), (51.6, -0.2, None, None)]


def test_a_receivers_log_gives_each_fix_once_and_none_without_satellites(tmp_path):
    (tmp_path / "log.nmea").write_text(NMEA)

    assert places_in(tmp_path / "log.nmea") == [
        (51.5020567, -0.125, 61.7, None),
        (-33.8666667, 151.2, 12.0, None),
    ]


@pytest.mark.parametrize("content", ["", "<gpx>", "hello", "<a><b/></a>", "$GPGGA,,,,,,1,,,\n"])
def test_a_file_without_places_is_said_so(tmp_path, content):
    (tmp_path / "file.txt").write_text(content)

    with pytest.raises(FileError, match="no place"):
        places_in(tmp_path / "file.txt")


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(FileError, match="cannot be read"):
        places_in(tmp_path / "gone.gpx")
