"""Two cores seen from above: a quick estimate of their distance with a bound of its error, and topology in a plane.

The plane touches the ellipsoid, and places fall on it along its normal. That never lengthens a distance, and shortens
it by less than half the square of the angle to the farthest place; an edge's image bows by its height over the chord
times the sine of that angle.
"""
import numpy
from workload import ECCENTRICITY_SQUARED, POLYGON, SMALLEST_RADIUS


class Frame:
    """East and north at a geocentric place near the surface."""

    def __init__(self, origin):
        self.origin = origin
        up = numpy.array([origin[0], origin[1], origin[2] / (1 - ECCENTRICITY_SQUARED)])
        self.up = up / numpy.linalg.norm(up)
        aside = numpy.hypot(self.up[0], self.up[1])
        east = numpy.array([-self.up[1], self.up[0], 0]) / aside if aside > 1e-12 else numpy.array([0.0, 1.0, 0.0])
        self.axes = numpy.stack([east, numpy.cross(self.up, east)], axis=1)

    def project(self, places):
        return (places - self.origin) @ self.axes

    def geocentric(self, place):
        """About where on the ground a place of the plane is."""
        return self.origin + self.axes @ place - self.up * (place @ place) / (2 * SMALLEST_RADIUS)


def edges(places, kind):
    """Starts and ends; a single place is an edge of no length."""
    if len(places) == 1:
        return places, places
    if kind == POLYGON:
        return places, numpy.roll(places, -1, axis=0)
    return places[:-1], places[1:]


def to_edges(points, starts, ends):
    """Distances of all points to all edges, and the shares of the edges at which the nearest places lie."""
    along = ends - starts
    square = (along * along).sum(axis=1)
    off = points[:, None] - starts[None]
    share = (off * along).sum(axis=2) / numpy.where(square > 0, square, 1)
    share = numpy.clip(share, 0, 1)
    off -= share[..., None] * along
    return numpy.hypot(off[..., 0], off[..., 1]), share


def cross(a, b):
    return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]


def inside(points, corners):
    """Which points an odd number of a polygon's edges lies east of."""
    starts, ends = edges(corners, POLYGON)
    straddles = (starts[None, :, 1] > points[:, None, 1]) != (ends[None, :, 1] > points[:, None, 1])
    rise = ends[:, 1] - starts[:, 1]
    at = starts[:, 0] + (points[:, None, 1] - starts[:, 1]) / numpy.where(rise == 0, 1, rise) * (ends - starts)[:, 0]
    return (straddles & (points[:, None, 0] < at)).sum(axis=1) % 2 == 1


class Meeting:
    """How two cores lie in one plane.

    `distance`: between the boundaries; `isMeeting`: whether they cross or one holds the other; `depth`: by how much, at
    least; `contact`: a place where they meet or are nearest; `toEdges`: both matrices of distances, points of the first
    to edges of the second and the other way round.
    """

    def __init__(self, first, first_kind, second, second_kind):
        (a, b), (c, d) = edges(first, first_kind), edges(second, second_kind)
        forth, share = to_edges(first, c, d)
        back, back_share = to_edges(second, a, b)
        self.toEdges = forth, back
        self.distance = min(forth.min(), back.min())
        self.isMeeting, self.depth = False, 0.0
        if forth.min() <= back.min():
            i, j = numpy.unravel_index(forth.argmin(), forth.shape)
            self.contact = (first[i] + c[j] + share[i, j] * (d - c)[j]) / 2
        else:
            j, i = numpy.unravel_index(back.argmin(), back.shape)
            self.contact = (second[j] + a[i] + back_share[j, i] * (b - a)[i]) / 2
        self._cross(a, b, c, d, forth, back)
        for points, matrix, kind, corners in ((first, forth, second_kind, second), (second, back, first_kind, first)):
            if kind == POLYGON:
                depths = matrix.min(axis=1) * inside(points, corners)
                self._meet(depths.max(), points[depths.argmax()])

    def _meet(self, depth, contact):
        if depth > 0 and (not self.isMeeting or depth > self.depth):
            self.isMeeting, self.depth, self.contact = True, float(depth), contact

    def _cross(self, a, b, c, d, forth, back):
        u, v, w = (b - a)[:, None], (d - c)[None], c[None] - a[:, None]
        turn = cross(u, v)
        along, other = cross(w, v), cross(w, u)
        with numpy.errstate(divide="ignore", invalid="ignore"):
            s, t = along / turn, other / turn
        crossing = (s > 0) & (s < 1) & (t > 0) & (t < 1)
        if crossing.any():
            i, j = numpy.nonzero(crossing)
            after, behind = (i + 1) % len(forth), (j + 1) % len(back)
            depths = numpy.minimum.reduce([forth[i, j], forth[after, j], back[j, i], back[behind, i]])
            best = depths.argmax()
            i, j = i[best], j[best]
            self._meet(max(depths[best], 1e-12), a[i] + s[i, j] * (b - a)[i])


def error_bound(first, second, distance, longest_edges):
    """Metres by which a distance in the plane may be wrong, for cores at these places."""
    away = numpy.sqrt(max((first * first).sum(axis=1).max(), (second * second).sum(axis=1).max()))
    # A ground's normal and the plane's differ by the angle to it; one per mille covers the ellipsoid.
    angle = away / SMALLEST_RADIUS * 1.001
    bow = sum(edge * edge for edge in longest_edges) / (8 * SMALLEST_RADIUS)
    return 1.1 * (distance * angle * angle / 2 + bow * angle) + bow * bow / SMALLEST_RADIUS + 1e-3
