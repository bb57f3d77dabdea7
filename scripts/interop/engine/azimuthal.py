#!/usr/bin/env python3
"""GEOS through shapely on exported DCZ-1 files: each question in an azimuthal equidistant plane around itself.

usage: azimuthal.py DATA_FOLDER HITS_FILE
"""
import sys

import numpy
import pyproj
import shapely
from workload import POLYGON, Volumes, candidates, geodetic


def shape(places, kind):
    if len(places) == 1:
        return shapely.Point(places[0])
    return shapely.Polygon(places) if kind == POLYGON else shapely.LineString(places)


def main(folder, answers):
    records, questions = Volumes(folder + "/recs.bin"), Volumes(folder + "/qry.bin")
    with open(answers, "w", encoding="ascii") as file:
        for number in range(len(questions)):
            near = candidates(records, questions, number)
            if len(near) == 0:
                continue
            longitude, latitude = geodetic(questions.centre[number])
            project = pyproj.Proj(proj="aeqd", lon_0=longitude, lat_0=latitude, ellps="WGS84")
            spans = [questions.degrees[questions.span(number)]] + [records.degrees[records.span(r)] for r in near]
            places = numpy.concatenate(spans)
            flat = numpy.stack(project(places[:, 0], places[:, 1]), axis=1)
            parts = numpy.split(flat, numpy.cumsum([len(span) for span in spans])[:-1])
            core = shape(parts[0], questions.kind[number])
            others = [shape(part, records.kind[r]) for part, r in zip(parts[1:], near)]
            within = shapely.dwithin(core, others, records.reach[near] + questions.reach[number])
            file.writelines(f"{number} {record}\n" for record in near[within])
    print(f"GEOS {shapely.geos_version_string}, shapely {shapely.__version__}, PROJ {pyproj.proj_version_str}")


main(sys.argv[1], sys.argv[2])
