#!/usr/bin/env python3
"""Writes Tests/GeodesyTests/Golden/grids.tsv from an independent implementation.

Needs GeoConvert of GeographicLib (Debian: geographiclib-tools, version 2.1.2), by Charles Karney. Columns: latitude,
longitude (whole 1e-7 degrees), zone and hemisphere, easting and northing in metres to a nanometre, and the MGRS
reference to a metre. The cases are drawn with a fixed seed: anywhere, along the borders of zones and bands, round
Norway and Svalbard, at the poles, the antimeridian and the equator.
"""
import pathlib
import random
import subprocess

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "GeodesyTests" / "Golden" / "grids.tsv"
rng = random.Random(20300102)


def degrees(value):
    sign, value = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{value // 10_000_000}.{value % 10_000_000:07d}"


def convert(cases, *options):
    text = "".join(f"{degrees(lat)} {degrees(lon)}\n" for lat, lon in cases)
    found = subprocess.run(["GeoConvert", *options], input=text, capture_output=True, text=True, check=True)
    return found.stdout.split("\n")[:-1]


cases = set()
for _ in range(400):
    cases.add((rng.randint(-900_000_000, 900_000_000), rng.randint(-1_800_000_000, 1_799_999_999)))
for _ in range(150):
    lat = rng.choice([rng.randint(-800_000_000, 840_000_000), 80_000_000 * rng.randint(-10, 9) + rng.randint(-2, 2)])
    lon = 60_000_000 * rng.randint(-30, 29) + rng.choice([-1, 0, 1, rng.randint(-10_000_000, 10_000_000)])
    cases.add((lat, (lon + 1_800_000_000) % 3_600_000_000 - 1_800_000_000))
for _ in range(150):
    cases.add((80_000_000 * rng.randint(-10, 9) + rng.choice([-1, 0, 1]), rng.randint(-1_800_000_000, 1_799_999_999)))
for _ in range(100):
    lat = rng.choice([560_000_000, 640_000_000, rng.randint(555_000_000, 645_000_000)]) + rng.randint(-1, 1)
    cases.add((lat, rng.choice([0, 30_000_000, 60_000_000, 120_000_000, rng.randint(0, 120_000_000)])))
for _ in range(150):
    lat = rng.choice([720_000_000, 839_999_999, 840_000_000, rng.randint(715_000_000, 840_000_000)])
    edge = 10_000_000 * rng.choice([0, 6, 9, 12, 18, 21, 24, 30, 33, 36, 42]) + rng.choice([-1, 0, 1])
    cases.add((lat, rng.choice([edge, rng.randint(-10_000_000, 430_000_000)])))
for _ in range(150):
    pole = rng.choice([-1, 1])
    cases.add((pole * (900_000_000 - rng.choice([0, 1, 1_000, 100_000, rng.randint(0, 100_000_000)])),
               rng.choice([-1_800_000_000, -900_000_000, 0, 900_000_000, rng.randint(-1_800_000_000, 1_799_999_999)])))
for lat in (-1, 0, 1, -800_000_000, -800_000_001, 839_999_999, 840_000_000, 900_000_000, -900_000_000):
    for lon in (-1_800_000_000, -1_799_999_999, 1_799_999_999, 0, -1, 1, 390_000_000):
        cases.add((lat, lon))
# Places of the theatre that the rest of the examples use.
for _ in range(150):
    cases.add((rng.randint(320_000_000, 375_000_000), rng.randint(355_000_000, 425_000_000)))

cases = sorted((lat, 0 if abs(lat) == 900_000_000 else lon) for lat, lon in cases)
cases = sorted(set(cases))
grids = convert(cases, "-u", "-p", "9")
references = convert(cases, "-m", "-p", "0")
lines = []
for (lat, lon), grid, reference in zip(cases, grids, references):
    zone, easting, northing = grid.split()
    lines.append(f"{lat}\t{lon}\t{zone}\t{easting}\t{northing}\t{reference}\n")
OUT.write_text("".join(lines))
print(f"{len(lines)} positions in {OUT.name}")
