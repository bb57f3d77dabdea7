#!/usr/bin/env python3
"""Holds the engine's answers on exported DCZ-1 files to Karney's geodesics, and judges where another engine disagrees.

usage: judge.py WIDE_FOLDER OUR_HITS QUESTIONS [PEER=HITS_FILE]...

WIDE_FOLDER holds recs.bin and qry.bin; the peers were asked the first QUESTIONS of its questions only. The exit status
is 1 when a decision of ours is wrong or a peer is farther off than it is known to be. KARNEY_PAIRS limits the sample of
pairs near the threshold, SEED draws it.
"""
import collections
import math
import multiprocessing
import os
import random
import sys
import time

import karney
import numpy
from plane import Frame, Meeting, error_bound
from workload import EDGE_THEATRES, NEAR_METRES, SMALLEST_RADIUS, Volumes, ball_gap, candidates, read_hits, sharing

# The product counts as conflict what misses the threshold by no more than this.
TIE_METRES = 0.001
# What the reckoning of two geodesic distances may differ by.
NOISE_METRES = 1e-5
# Pairs whose estimate is nearer than this to the threshold are those to sample.
SAMPLE_METRES = 50.0
CERTAIN_CONFLICT, OPEN, CERTAIN_APART = 1, 0, -1
# Pairs named one by one in the report, of each kind.
NAMED = 20


class Finding(collections.namedtuple("Finding", "question record distance depth margin conflict")):
    """What Karney's geodesics say of a pair; `conflict` is None where both answers are right."""


def threshold(question, record):
    return float(questions.reach[question] + records.reach[record])


def survey(question):
    """All candidates of a question: (record, what is certain of it, estimated margin, its error bound)."""
    found = []
    frame = Frame(questions.centre[question])
    core = frame.project(questions.places[questions.span(question)])
    low, high = core.min(axis=0), core.max(axis=0)
    for record in candidates(records, questions, question):
        other = frame.project(records.places[records.span(record)])
        limit = threshold(question, record)
        longest = questions.longest[question], records.longest[record]
        bound = error_bound(core, other, limit + NEAR_METRES, longest)
        # Most pairs are far from the threshold: boxes, or two vertices near enough, say it all.
        away = numpy.hypot(*numpy.maximum(0, numpy.maximum(low - other.max(axis=0), other.min(axis=0) - high)))
        if away > limit + NEAR_METRES + bound:
            found.append((record, CERTAIN_APART, away - limit, bound))
            continue
        gaps = core[:, None] - other[None]
        least = numpy.sqrt((gaps * gaps).sum(axis=2).min())
        bound = error_bound(core, other, max(least, limit + NEAR_METRES), longest)
        if least < limit - NEAR_METRES - bound:
            found.append((record, CERTAIN_CONFLICT, least - limit, bound))
            continue
        meeting = Meeting(core, questions.kind[question], other, records.kind[record])
        margin = (0 if meeting.isMeeting else meeting.distance) - limit
        if meeting.isMeeting:
            certain = CERTAIN_CONFLICT if limit > 2 * bound or meeting.depth > 2 * bound else OPEN
            # A core inside the other is far from a tie, however small the threshold.
            margin -= meeting.depth
        elif abs(margin) > bound + TIE_METRES:
            certain = CERTAIN_CONFLICT if margin < 0 else CERTAIN_APART
        else:
            certain = OPEN
        found.append((record, certain, margin, bound))
    return question, found


def adjudicate(pair):
    question, record = pair
    gap = ball_gap(records, questions, question, record)
    if gap > NEAR_METRES:
        # Nothing that anybody should find; at least so far apart.
        return Finding(question, record, gap + threshold(question, record), 0.0, gap, False)
    distance, depth = karney.distance(questions, question, records, record)
    margin = distance - threshold(question, record)
    if record not in sharing(records, questions, question):
        return Finding(question, record, distance, depth, margin, False)
    conflict = None if abs(margin - TIE_METRES) < NOISE_METRES else margin < TIE_METRES
    return Finding(question, record, distance, depth, margin, conflict)


def is_hit(pair):
    key = pair[0] << 32 | pair[1]
    place = numpy.searchsorted(ours, key)
    return bool(place < len(ours) and ours[place] == key)


def describe(finding):
    kinds = "polygon", "circle", "route"
    return (
        f"question {finding.question} ({kinds[questions.kind[finding.question]]}, theatre"
        f" {questions.theatre[finding.question]}), record {finding.record} ({kinds[records.kind[finding.record]]}):"
        f" {finding.distance:.6f} m apart, {finding.margin:+.6f} m from the threshold, cores overlap by"
        f" {finding.depth:.3f} m"
    )


def allowance(peer, finding):
    """Metres from the threshold within which the peer may err; None where its model promises nothing."""
    if peer == "postgis":
        return math.inf if is_altitude_tie(finding.question, finding.record) else 1.0
    if peer == "s2":
        # The sphere is off by up to so much in every length: the distance, the radii, and how far an edge bows.
        edge = max(questions.longest[finding.question], records.longest[finding.record])
        bow = edge**2 / (8 * SMALLEST_RADIUS)
        return 0.006 * (finding.distance + threshold(finding.question, finding.record) + bow)
    return 0.01 if extent(finding.question, finding.record) <= 20_000 else None


def is_altitude_tie(question, record):
    """Whether the bands touch to within a millimetre, to which we round them; PostGIS has them as the files do."""
    mine, theirs = questions.rows[question], records.rows[record]
    gap = max(float(mine["lower"]) - float(theirs["upper"]), float(theirs["lower"]) - float(mine["upper"]))
    return abs(gap) <= 0.001


def extent(question, record):
    """Metres across the circle around the question that holds both cores."""
    centre = questions.centre[question]
    places = numpy.concatenate([questions.places[questions.span(question)], records.places[records.span(record)]])
    return 2 * float(numpy.linalg.norm(places - centre, axis=1).max())


def main(pool, count, peers):
    begin = time.monotonic()
    surveyed = {}
    for question, found in pool.imap_unordered(survey, range(len(questions)), chunksize=256):
        for record, *rest in found:
            surveyed[question, int(record)] = rest
    print(f"judge: {len(surveyed)} pairs may meet ({time.monotonic() - begin:.0f} s)", file=sys.stderr)

    hits = {(int(key >> 32), int(key & 0xFFFFFFFF)) for key in ours}
    suspects = {pair for pair in hits if surveyed.get(pair, (CERTAIN_APART,))[0] == CERTAIN_APART}
    suspects |= {pair for pair, (certain, *_) in surveyed.items() if certain == CERTAIN_CONFLICT and pair not in hits}
    undecided = {pair for pair, (certain, *_) in surveyed.items() if certain == OPEN}
    near = sorted(pair for pair, (_, margin, _) in surveyed.items() if abs(margin) < SAMPLE_METRES)
    sample = set(random.Random(int(os.environ.get("SEED", 1))).sample(near, min(len(near), pairs_limit)))
    edge = {
        (q, r) for q, r in surveyed if questions.theatre[q] in EDGE_THEATRES or records.theatre[r] in EDGE_THEATRES
    }
    quarrels = {}
    for peer, path in peers:
        theirs = read_hits(path, count)
        first = {pair for pair in hits if pair[0] < count}
        theirs = {(int(key >> 32), int(key & 0xFFFFFFFF)) for key in theirs}
        quarrels[peer] = first ^ theirs
    wanted = sorted(suspects | undecided | sample | edge | set().union(*quarrels.values()))
    begin = time.monotonic()
    findings = {(f.question, f.record): f for f in pool.imap_unordered(adjudicate, wanted, chunksize=8)}
    print(f"judge: {len(findings)} geodesic distances ({time.monotonic() - begin:.0f} s)", file=sys.stderr)

    wrong = {pair for pair, f in findings.items() if f.conflict is not None and f.conflict != (pair in hits)}
    off = {
        pair for pair, f in findings.items() if pair in surveyed and f.depth == 0
        and surveyed[pair][0] != OPEN and abs(f.margin) > NOISE_METRES
        and (surveyed[pair][0] == CERTAIN_CONFLICT) != (f.margin < 0)
    }
    for name, pairs in (("pairs that may meet, all questions", surveyed), ("of them in conflict", hits)):
        print(f"{name + ':':52}{len(pairs):>10}")
    print(f"{'Karney':34}{'pairs':>10}{'wrong':>8}{'nearest to a tie':>20}")
    rows = (
        ("open after the estimate", undecided), (f"sample within {SAMPLE_METRES:g} m, of {len(near)}", sample),
        ("poles and antimeridian, all", edge), ("others against the estimate", suspects),
        ("all of these", set(findings)),
    )
    for name, pairs in rows:
        margins = (findings[pair].margin for pair in pairs if findings[pair].depth == 0)
        nearest = min(margins, key=abs, default=None)
        text = "-" if nearest is None else f"{nearest:+.6f} m"
        print(f"{name:34}{len(pairs):>10}{len(wrong & pairs):>8}{text:>20}")

    failures = bool(wrong)
    first = sum(pair[0] < count for pair in surveyed)
    found = sum(pair[0] < count for pair in hits)
    print(f"peers, {count} questions, {first} pairs that may meet, {found} hits of ours")
    print(
        f"{'peer':12}{'disagree':>10}{'we right':>10}{'they right':>12}{'either':>8}{'largest margin':>18}"
        f"{'beyond':>8}"
    )
    for peer, pairs in quarrels.items():
        against = [findings[pair] for pair in sorted(pairs)]
        margin = {(f.question, f.record): abs(f.margin) + f.depth for f in against}
        theirs = sum((f.question, f.record) in wrong for f in against)
        either = sum(f.conflict is None for f in against)
        beyond = []
        for f in against:
            allowed = allowance(peer, f)
            if allowed is not None and margin[f.question, f.record] >= allowed and (f.question, f.record) not in wrong:
                beyond.append(f)
        largest = f"{max(margin.values()):.4f} m" if margin else "-"
        print(
            f"{peer:12}{len(against):>10}{len(against) - theirs - either:>10}{theirs:>12}{either:>8}{largest:>18}"
            f"{len(beyond):>8}"
        )
        for f in beyond[:NAMED]:
            failures = True
            print(f"  {peer} is farther off than it is known to be: {describe(f)}")
    if "azimuthal" in quarrels:
        within = [pair for pair in surveyed if pair[0] < count and extent(*pair) <= 20_000]
        inside = sum(extent(*pair) <= 20_000 for pair in quarrels["azimuthal"])
        print(f"azimuthal within 20 km: {len(within)} pairs, {inside} disagreements")
    for pair in sorted(wrong)[:NAMED]:
        says = "conflict" if pair in hits else "apart"
        print(f"WRONG, we say {says}: {describe(findings[pair])}")
    for pair in sorted(off)[:NAMED]:
        failures = True
        print(f"the estimate's bound does not hold, so this check is not sound: {describe(findings[pair])}")
    print(f"engine: {len(wrong)} wrong decisions")
    return 1 if failures else 0


folder, our_path, asked, *named = sys.argv[1:]
records, questions = Volumes(folder + "/recs.bin"), Volumes(folder + "/qry.bin")
ours = read_hits(our_path, len(questions))
pairs_limit = int(os.environ.get("KARNEY_PAIRS", 3000))
with multiprocessing.get_context("fork").Pool(len(os.sched_getaffinity(0))) as workers:
    sys.exit(main(workers, int(asked), [name.split("=", 1) for name in named]))
