#!/usr/bin/env python3
"""Writes Tests/GeodesyTests/Golden/geodesics.tsv from an independent implementation.

Needs GeographicLib for Python (Debian: python3-geographiclib, version 2.0), by Charles Karney, the author of the
method. Columns: latitude 1, longitude 1, latitude 2, longitude 2 (whole 1e-7 degrees), distance in metres, azimuth at
1 and at 2 in degrees. The cases are drawn with a fixed seed.
"""
import pathlib
import random

from geographiclib.geodesic import Geodesic

WGS84 = Geodesic.WGS84
OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "GeodesyTests" / "Golden" / "geodesics.tsv"
rng = random.Random(20300101)


def whole(lat, lon):
    lat = max(-900_000_000, min(900_000_000, round(lat * 1e7)))
    lon = (round(lon * 1e7) + 1_800_000_000) % 3_600_000_000 - 1_800_000_000
    return lat, 0 if abs(lat) == 900_000_000 else lon


def anywhere():
    return rng.uniform(-90, 90), rng.uniform(-180, 180)


def near(lat, lon, degrees):
    return lat + rng.uniform(-degrees, degrees), lon + rng.uniform(-degrees, degrees)


cases = []
for _ in range(150):
    cases.append((anywhere(), anywhere()))
for _ in range(150):
    lat, lon = anywhere()
    cases.append(((lat, lon), near(-lat, lon + 180, rng.choice([1e-6, 1e-3, 0.1, 1]))))
for _ in range(80):
    lat, lon = anywhere()
    cases.append(((lat, lon), near(lat, lon, rng.choice([1e-6, 1e-4, 1e-2, 1]))))
for _ in range(80):
    pole = rng.choice([-1, 1])
    cases.append(((pole * (90 - rng.choice([0, 1e-7, 1e-5, 0.01, 1])), rng.uniform(-180, 180)),
                  (rng.choice([-1, 1]) * rng.uniform(80, 90), rng.uniform(-180, 180))))
for _ in range(40):
    lon = rng.uniform(-180, 180)
    cases.append(((0, lon), (0, lon + rng.choice([rng.uniform(0, 180), rng.uniform(179.3, 180)]))))
for _ in range(20):
    lon = rng.uniform(-180, 180)
    cases.append(((rng.uniform(-90, 90), lon), (rng.uniform(-90, 90), lon + rng.choice([0, 180]))))

lines = []
for a, b in cases:
    (lat1, lon1), (lat2, lon2) = whole(*a), whole(*b)
    g = WGS84.Inverse(lat1 / 1e7, lon1 / 1e7, lat2 / 1e7, lon2 / 1e7)
    lines.append(f"{lat1}\t{lon1}\t{lat2}\t{lon2}\t{g['s12']!r}\t{g['azi1']!r}\t{g['azi2']!r}\n")
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text("".join(lines))
print(f"{len(lines)} geodesics in {OUT.name}")
