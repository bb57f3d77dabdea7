"""Distances between cores on the ellipsoid by Karney's geodesics, with the Python port of GeographicLib.

Edges are geodesics. The nearest place on an edge is where the geodesic to the point meets it at a right angle, found by
iteration; whether cores meet is decided in the ellipsoidal gnomonic projection around the place of contact, in which
geodesics near that place are straight (Karney 2013, Algorithms for geodesics, sections 7 and 8).
"""
import math

import numpy
from geographiclib.geodesic import Geodesic
from plane import Frame, Meeting, edges, error_bound
from workload import geodetic

EARTH = Geodesic.WGS84
# The farthest that the step at the end may be, and how often a step is made, in metres.
STEP_METRES = 1e-6
STEPS = 40


def to_edge(point, start, end):
    """Metres from a point to a geodesic edge; places are longitude and latitude in degrees."""
    whole = EARTH.Inverse(start[1], start[0], end[1], end[0])
    nearest = EARTH.Inverse(start[1], start[0], point[1], point[0])
    if whole["s12"] == 0:
        return nearest["s12"]
    line = EARTH.Line(start[1], start[0], whole["azi1"])
    at, foot, azimuth = 0.0, nearest, whole["azi1"]
    best = min(nearest["s12"], EARTH.Inverse(end[1], end[0], point[1], point[0])["s12"])
    for _ in range(STEPS):
        # The distance falls along the edge by the cosine of the angle between the edge and the way to the point.
        step = foot["s12"] * math.cos(math.radians(foot["azi1"] - azimuth))
        here = min(max(at + step, 0.0), whole["s12"])
        if abs(here - at) < STEP_METRES:
            break
        at = here
        place = line.Position(at)
        azimuth = place["azi2"]
        foot = EARTH.Inverse(place["lat2"], place["lon2"], point[1], point[0])
        best = min(best, foot["s12"])
    else:
        raise ArithmeticError(f"the foot of {point} on {start} to {end} was not found")
    return best


def gnomonic(centre, places):
    mask = Geodesic.AZIMUTH | Geodesic.REDUCEDLENGTH | Geodesic.GEODESICSCALE
    found = numpy.empty((len(places), 2))
    for row, (longitude, latitude) in zip(found, places):
        way = EARTH.Inverse(centre[1], centre[0], latitude, longitude, mask)
        assert way["M12"] > 0, "a gnomonic projection shows less than half of the Earth"
        angle, away = math.radians(way["azi1"]), way["m12"] / way["M12"]
        row[:] = away * math.sin(angle), away * math.cos(angle)
    return found


def distance(questions, question, records, record):
    """Metres between a question's core and a record's, and metres by which they overlap if they do."""
    sides = (questions, question), (records, record)
    frame = Frame(questions.centre[question])
    flat = [frame.project(side.places[side.span(index)]) for side, index in sides]
    kinds = [side.kind[index] for side, index in sides]
    longest = [side.longest[index] for side, index in sides]
    rough = Meeting(flat[0], kinds[0], flat[1], kinds[1])
    degrees = [side.degrees[side.span(index)] for side, index in sides]
    centre = geodetic(frame.geocentric(rough.contact))
    around = [gnomonic(centre, places) for places in degrees]
    meeting = Meeting(around[0], kinds[0], around[1], kinds[1])
    if meeting.isMeeting:
        return 0.0, meeting.depth
    doubt = 2 * error_bound(flat[0], flat[1], rough.distance, longest)
    best = math.inf
    for points, matrix, other, kind in (
        (degrees[0], rough.toEdges[0], degrees[1], kinds[1]),
        (degrees[1], rough.toEdges[1], degrees[0], kinds[0]),
    ):
        starts, ends = edges(other, kind)
        for i, j in zip(*numpy.nonzero(matrix <= rough.distance + doubt)):
            best = min(best, to_edge(points[i], starts[j], ends[j]))
    return best, 0.0
