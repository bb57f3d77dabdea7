"""The workload DCZ-1 as the checks need it: whole millimetres, geocentric coordinates, and which pairs may meet at all.

Nothing here knows how the engine searches: every question is held against every record.
"""
import dcz1
import numpy

SEMI_MAJOR = 6378137.0
FLATTENING = 1 / 298.257223563
ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
# Below every radius of curvature of WGS 84 (the meridian's at the equator is the smallest): what is divided by it is
# estimated too large.
SMALLEST_RADIUS = 6335000.0
POLYGON, CIRCLE, ROUTE = 0, 1, 2
# Theatres at the poles and at the antimeridian: Fiji, Chukotka, Svalbard, both poles, the Aleutians.
EDGE_THEATRES = range(34, 40)
# Pairs that miss each other by less than this are looked at, in metres.
NEAR_METRES = 60.0


def geocentric(degrees):
    """Places (longitude, latitude) on the ellipsoid as x, y, z in metres."""
    longitude, latitude = numpy.radians(degrees).T
    sine = numpy.sin(latitude)
    prime = SEMI_MAJOR / numpy.sqrt(1 - ECCENTRICITY_SQUARED * sine * sine)
    away = prime * numpy.cos(latitude)
    return numpy.stack(
        [away * numpy.cos(longitude), away * numpy.sin(longitude), prime * (1 - ECCENTRICITY_SQUARED) * sine], axis=1
    )


def geodetic(place):
    """Longitude and latitude in degrees below or above a geocentric place near the surface."""
    x, y, z = place
    away = numpy.hypot(x, y)
    latitude = numpy.arctan2(z, away * (1 - ECCENTRICITY_SQUARED))
    for _ in range(3):
        prime = SEMI_MAJOR / numpy.sqrt(1 - ECCENTRICITY_SQUARED * numpy.sin(latitude) ** 2)
        latitude = numpy.arctan2(z + ECCENTRICITY_SQUARED * prime * numpy.sin(latitude), away)
    return float(numpy.degrees(numpy.arctan2(y, x))), float(numpy.degrees(latitude))


def millimetres(metres):
    """The product takes lengths and altitudes in whole millimetres, halves away from zero."""
    scaled = metres.astype(float) * 1000
    return numpy.trunc(scaled + numpy.copysign(0.5, scaled)).astype(numpy.int64)


class Volumes:
    """Records or questions of one exported file."""

    def __init__(self, path):
        self.rows, self.degrees = dcz1.read(path)
        rows = self.rows
        self.kind = rows["kind"]
        self.theatre = rows["theatre"]
        self.start, self.end = rows["start"].copy(), rows["end"].copy()
        self.lower, self.upper = millimetres(rows["lower"]), millimetres(rows["upper"])
        # Metres to keep from the core: a question's stand-off counts with its own radius.
        self.reach = (millimetres(rows["radius"]) + millimetres(rows["standoff"])) / 1000
        self.first = rows["first"].astype(numpy.int64)
        self.count = rows["vertices"].astype(numpy.int64)
        assert (self.first[1:] == numpy.cumsum(self.count)[:-1]).all(), f"{path}: vertices are not in order"
        self.places = geocentric(self.degrees)
        self.centre = numpy.add.reduceat(self.places, self.first) / self.count[:, None]
        owner = numpy.repeat(numpy.arange(len(rows)), self.count)
        self.ball = numpy.maximum.reduceat(numpy.linalg.norm(self.places - self.centre[owner], axis=1), self.first)
        # Chords of the edges, the closing one of a polygon among them.
        following = numpy.arange(1, len(owner) + 1)
        last = self.first + self.count - 1
        following[last] = numpy.where(self.kind == POLYGON, self.first, last)
        self.longest = numpy.maximum.reduceat(
            numpy.linalg.norm(self.places - self.places[following], axis=1), self.first
        )
        # An edge bows away from its chord.
        self.ball += self.longest**2 / (8 * SMALLEST_RADIUS) * 1.01

    def __len__(self):
        return len(self.rows)

    def span(self, index):
        return slice(self.first[index], self.first[index] + self.count[index])


def sharing(records, questions, number):
    """The records that share time (half-open) and altitude (closed) with a question."""
    return numpy.flatnonzero(
        (records.start < questions.end[number])
        & (records.end > questions.start[number])
        & (records.lower <= questions.upper[number])
        & (records.upper >= questions.lower[number])
    )


def ball_gap(records, questions, number, chosen):
    """Metres by which balls around the cores keep pairs from meeting; a chord is never longer than the geodesic."""
    apart = numpy.linalg.norm(records.centre[chosen] - questions.centre[number], axis=-1)
    return apart - (records.ball[chosen] + records.reach[chosen] + questions.ball[number] + questions.reach[number])


def candidates(records, questions, number):
    """The records that share time and altitude with a question and are not far from it."""
    found = sharing(records, questions, number)
    return found[ball_gap(records, questions, number, found) <= NEAR_METRES]


def read_hits(path, questions):
    """Lines "question record" as one sorted array of question << 32 | record, of the first questions only."""
    pairs = numpy.loadtxt(path, dtype=numpy.int64, ndmin=2).reshape(-1, 2)
    pairs = pairs[pairs[:, 0] < questions]
    keys = pairs[:, 0] << 32 | pairs[:, 1]
    unique = numpy.unique(keys)
    if len(unique) != len(keys):
        raise SystemExit(f"{path}: {len(keys) - len(unique)} hits are listed twice")
    return unique
