"""GEOS through shapely on exported DCZ-1 files.

usage: geos.py DATA_FOLDER HITS_FILE

Every theatre has a plane of its own (azimuthal equidistant around its middle, WGS 84) with a packed tree of the boxes of
all records that can reach it. A question is projected into its theatre's plane, asks the tree, drops what does not share
time and altitude, and measures the rest with a prepared geometry. Processor time of this one process.
"""

import json
import sys
import time

try:
    import numpy
    import pyproj
    import shapely
except ImportError as error:
    print(json.dumps({"peer": "geos", "missing": f"the Python package {error.name}"}))
    sys.exit(0)

import dcz1

# Theatres whose middles are farther apart hold nothing that can meet: each reaches some 500 km.
NEIGHBOUR_METRES = 1_100_000
POLYGON, CIRCLE, ROUTE = 0, 1, 2


def middles(records, vertices):
    """The mean direction of each theatre's records, as {theatre: (longitude, latitude)}."""
    first = numpy.radians(vertices[records["first"]])
    away = numpy.cos(first[:, 1])
    directions = numpy.stack(
        [away * numpy.cos(first[:, 0]), away * numpy.sin(first[:, 0]), numpy.sin(first[:, 1])], axis=1
    )
    found = {}
    for theatre in numpy.unique(records["theatre"]):
        x, y, z = directions[records["theatre"] == theatre].sum(axis=0)
        found[int(theatre)] = (numpy.degrees(numpy.arctan2(y, x)), numpy.degrees(numpy.arctan2(z, numpy.hypot(x, y))))
    return found


def spans(records):
    """Which vertices belong to the records, in order, and to which of the records each belongs."""
    counts = records["vertices"].astype(numpy.int64)
    owners = numpy.repeat(numpy.arange(len(records)), counts)
    starts = numpy.cumsum(counts) - counts
    within = numpy.arange(len(owners)) - starts[owners]
    return records["first"].astype(numpy.int64)[owners] + within, owners


def shapes(records, vertices, project):
    """The records' cores in the plane: polygon, point or line; the radius is not part of them."""
    out = numpy.empty(len(records), dtype=object)
    for kind in (POLYGON, CIRCLE, ROUTE):
        for single in (False, True):
            chosen = numpy.flatnonzero((records["kind"] == kind) & ((records["vertices"] == 1) == single))
            if len(chosen) == 0:
                continue
            places, owners = spans(records[chosen])
            plane = numpy.stack(project(vertices[places, 0], vertices[places, 1]), axis=1)
            if single:
                out[chosen] = shapely.points(plane)
            elif kind == POLYGON:
                out[chosen] = shapely.polygons(shapely.linearrings(plane, indices=owners))
            else:
                out[chosen] = shapely.linestrings(plane, indices=owners)
    return out


class Plane:
    """One theatre's plane with everything that can be reached from it."""

    def __init__(self, middle, records, vertices):
        self.project = pyproj.Proj(proj="aeqd", lon_0=middle[0], lat_0=middle[1], ellps="WGS84")
        self.records = records
        self.start, self.end = records["start"].copy(), records["end"].copy()
        self.lower, self.upper = records["lower"].copy(), records["upper"].copy()
        self.radius = records["radius"].astype(float)
        self.shapes = shapes(records, vertices, self.project)
        west, south, east, north = shapely.bounds(self.shapes).T
        grown = self.radius
        boxes = shapely.box(west - grown, south - grown, east + grown, north + grown)
        self.tree = shapely.STRtree(boxes)
        self.tree.query(boxes[0])  # built at the first question


def core(question, places):
    if len(places) == 1:
        return shapely.Point(places[0])
    return shapely.LineString(places) if question["kind"] == ROUTE else shapely.Polygon(places)


def ask(planes, questions, vertices):
    """Answers all questions; seconds altogether, seconds in tree and measuring alone, and the hits."""
    hits, kernel = [], 0.0
    begin = time.process_time()
    for number, question in enumerate(questions):
        plane = planes[int(question["theatre"])]
        first, count = int(question["first"]), int(question["vertices"])
        places = vertices[first : first + count]
        shape = core(question, numpy.stack(plane.project(places[:, 0], places[:, 1]), axis=1))
        reach = float(question["radius"]) + float(question["standoff"])
        west, south, east, north = shape.bounds
        box = shapely.box(west - reach, south - reach, east + reach, north + reach)
        mark = time.thread_time()
        near = plane.tree.query(box)
        kernel += time.thread_time() - mark
        near = near[
            (plane.start[near] < question["end"])
            & (plane.end[near] > question["start"])
            & (plane.lower[near] <= question["upper"])
            & (plane.upper[near] >= question["lower"])
        ]
        shapely.prepare(shape)
        candidates, limits = plane.shapes[near], plane.radius[near] + reach
        mark = time.thread_time()
        within = shapely.dwithin(shape, candidates, limits)
        kernel += time.thread_time() - mark
        hits.append((number, plane.records["id"][near[within]]))
    return time.process_time() - begin, kernel, hits


def main(folder, answers):
    records, vertices = dcz1.read(folder + "/recs.bin")
    questions, question_vertices = dcz1.read(folder + "/qry.bin")
    middle = middles(records, vertices)
    # A theatre without a record of its own still has questions: they are its middle then.
    for theatre, place in middles(questions, question_vertices).items():
        middle.setdefault(theatre, place)
    earth = pyproj.Geod(ellps="WGS84")
    begin = time.process_time()
    planes = {}
    for theatre in numpy.unique(questions["theatre"]):
        here = middle[int(theatre)]
        near = [other for other, there in middle.items() if earth.inv(*here, *there)[2] < NEIGHBOUR_METRES]
        planes[int(theatre)] = Plane(here, records[numpy.isin(records["theatre"], near)], vertices)
    build = time.process_time() - begin
    print(f"geos: {len(planes)} planes built in {build:.1f} s", file=sys.stderr)
    ask(planes, questions[:50], question_vertices)
    seconds, kernel, hits = ask(planes, questions, question_vertices)
    with open(answers, "w", encoding="ascii") as file:
        for number, found in hits:
            file.writelines(f"{number} {record}\n" for record in found)
    report = {
        "peer": "geos",
        "version": f"GEOS {shapely.geos_version_string}, shapely {shapely.__version__}",
        "questions": len(questions),
        "microsecondsPerQuestion": 1e6 * seconds / len(questions),
        "kernelMicrosecondsPerQuestion": 1e6 * kernel / len(questions),
        "buildSeconds": build,
        "hits": sum(len(found) for _, found in hits),
    }
    print(json.dumps(report))


main(sys.argv[1], sys.argv[2])
