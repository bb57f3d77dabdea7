"""Writes GPX files by gpxpy, and what they hold, for TrackImport to read: gpx_write.py FOLDER."""

import datetime
import json
import random
import sys

import gpxpy.gpx


def main(folder: str) -> None:
    rng = random.Random(20160919)
    expected = []
    start = datetime.datetime(2016, 9, 19, 7, 0, tzinfo=datetime.timezone.utc)
    for number in range(12):
        version = "1.0" if number % 3 == 0 else "1.1"
        gpx = gpxpy.gpx.GPX()
        gpx.creator = "gpxpy"
        points, waypoints, routes = [], [], []
        for track_number in range(1 + number % 3):
            track = gpxpy.gpx.GPXTrack(name=f"حلب {track_number} & \"x\"")
            gpx.tracks.append(track)
            for _ in range(1 + number % 2):
                segment = gpxpy.gpx.GPXTrackSegment()
                track.segments.append(segment)
                for _ in range(40):
                    lat = rng.choice([rng.uniform(-90, 90), rng.uniform(35, 37), 90.0, -90.0])
                    lon = rng.choice([rng.uniform(-180, 180), rng.uniform(36, 38), 179.9999999, -180.0])
                    time = start + datetime.timedelta(milliseconds=rng.randrange(10**10))
                    speed = rng.randrange(0, 30_000) / 1_000 if version == "1.0" else None
                    point = gpxpy.gpx.GPXTrackPoint(round(lat, 7), round(lon, 7), elevation=400, time=time)
                    point.speed = speed
                    point.horizontal_dilution = 1.2
                    segment.points.append(point)
                    points.append([
                        round(lat * 10**7), round(lon * 10**7),
                        round(time.timestamp() * 1_000_000), None if speed is None else round(speed * 1_000),
                    ])
        for place in range(number % 4):
            waypoint = gpxpy.gpx.GPXWaypoint(36.1 + place / 100, 36.9, name=f"نقطة <{place}>")
            gpx.waypoints.append(waypoint)
            waypoints.append([waypoint.name, round(waypoint.latitude * 10**7), round(36.9 * 10**7)])
        route = gpxpy.gpx.GPXRoute(name="plan")
        route.points = [gpxpy.gpx.GPXRoutePoint(36.1, 36.9 + step / 100) for step in range(1 + number)]
        gpx.routes.append(route)
        routes.append(len(route.points))
        name = f"{folder}/{number}.gpx"
        with open(name, "w", encoding="utf-8") as file:
            file.write(gpx.to_xml(version=version, prettyprint=number % 2 == 0))
        expected.append({"file": name, "points": points, "waypoints": waypoints, "routes": routes})
    json.dump({"files": expected}, sys.stdout)


main(sys.argv[1])
