"""Reads exported DCZ-1 files: 16 bytes of header, 48 bytes a record, then each vertex as longitude and latitude."""

import numpy

RECORD = numpy.dtype(
    [
        ("id", "<u4"),
        ("kind", "u1"),  # 0 polygon, 1 circle, 2 route
        ("theatre", "u1"),
        ("vertices", "<u2"),
        ("first", "<u4"),  # of the vertices
        ("radius", "<f4"),
        ("lower", "<f4"),
        ("upper", "<f4"),
        ("start", "<i8"),
        ("end", "<i8"),
        ("standoff", "<f4"),
        ("party", "<u4"),
    ]
)
assert RECORD.itemsize == 48


def read(path):
    """The records, and the vertices in degrees as an array of (longitude, latitude)."""
    with open(path, "rb") as file:
        header = numpy.fromfile(file, "<u4", 4)
        if header[0] != 0x315A4344 or header[3] != RECORD.itemsize:
            raise ValueError(f"{path}: not a DCZ-1 file")
        records = numpy.fromfile(file, RECORD, int(header[1]))
        vertices = numpy.fromfile(file, "<i4", 2 * int(header[2])).reshape(-1, 2)
    return records, vertices / 1e7
