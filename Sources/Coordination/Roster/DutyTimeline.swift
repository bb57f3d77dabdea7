public import Geodesy
import HashTreeCollections
public import Statements
public import StrictJSON

/// A time on duty as it stands after everything that was published and overridden.
public struct DutySpell: Hashable, Sendable {
    /// When it begins.
    public let from: Instant
    /// When it ends.
    public let until: Instant
    /// Who is on duty.
    public let officer: OfficerID
    /// In which place of the order.
    public let post: DutyPost
    /// What the officer brings along.
    public let support: DutySupport
    /// The roster it comes from.
    public let roster: RecordID
    /// The statement that put the officer there.
    public let provenance: Provenance
    /// Whose place is taken; nil where nobody's is.
    public let replaces: OfficerID?

    func clipped(from start: Instant, until end: Instant) -> DutySpell? {
        let (first, last) = (max(from, start), min(until, end))
        guard first < last else { return nil }
        return DutySpell(
            from: first, until: last, officer: officer, post: post, support: support, roster: roster,
            provenance: provenance, replaces: replaces)
    }
}

/// Who is on duty at a desk over a span of time.
public struct DutyTimeline: Hashable, Sendable {
    /// The spells, in order of their beginning, then post, then officer.
    public let spells: [DutySpell]
    /// Whether there are statements on it that the reader may not see or this node cannot read.
    public let isIncomplete: Bool

    /// Who is on duty at `time`, in the order in which to call.
    public func onDuty(at time: Instant) -> [DutySpell] {
        spells.filter { $0.from <= time && time < $0.until }
            .sorted { ($0.post, $0.officer, $0.from) < ($1.post, $1.officer, $1.from) }
    }
}

extension RosterRegister {
    /// Who is on duty at a desk from `start` until `end`, as far as `isShown` admits rosters.
    ///
    /// Within its period the roster published last counts, with its own overrides. What is not shown still counts: what it
    /// replaces is left out, and the timeline says that it is incomplete.
    public func timeline(
        _ desk: Desk, from start: Instant, until end: Instant, where isShown: (PublishedRoster) -> Bool = { _ in true }
    ) -> DutyTimeline {
        var spells: [DutySpell] = []
        var isIncomplete = unread[desk.party, default: 0] > 0
        // What newer rosters leave free, in order.
        var free = start < end ? [(from: start, until: end)] : []
        for id in (published[desk] ?? []).reversed() {
            guard !free.isEmpty else { break }
            guard let roster = rosters[id], roster.from < end, start < roster.plan.until else { continue }
            var left: [(from: Instant, until: Instant)] = []
            for span in free {
                let (from, until) = (max(span.from, roster.from), min(span.until, roster.plan.until))
                guard from < until else {
                    left.append(span)
                    continue
                }
                if isShown(roster) {
                    spells += roster.spells(from: from, until: until)
                    isIncomplete = isIncomplete || roster.isIncomplete
                } else {
                    isIncomplete = true
                }
                if span.from < from { left.append((span.from, from)) }
                if until < span.until { left.append((until, span.until)) }
            }
            free = left
        }
        spells.sort { ($0.from, $0.post, $0.officer, $0.until) < ($1.from, $1.post, $1.officer, $1.until) }
        return DutyTimeline(spells: spells, isIncomplete: isIncomplete)
    }

    /// Who is on duty at a desk at `time`, in the order in which to call: the first, the second, those on call.
    public func onDuty(
        _ desk: Desk, at time: Instant, where isShown: (PublishedRoster) -> Bool = { _ in true }
    ) -> DutyTimeline {
        let timeline = timeline(desk, from: time, until: time.adding(seconds: 1), where: isShown)
        return DutyTimeline(spells: timeline.onDuty(at: time), isIncomplete: timeline.isIncomplete)
    }
}

extension PublishedRoster {
    /// What this roster alone says for a span, after its overrides.
    func spells(from start: Instant, until end: Instant) -> [DutySpell] {
        var spells: [DutySpell] = plan.shifts.compactMap { shift in
            // The shifts are in order of their beginning.
            guard shift.from < end else { return nil }
            return DutySpell(
                from: shift.from, until: shift.until, officer: shift.officer, post: shift.post, support: shift.support,
                roster: id, provenance: published, replaces: nil
            ).clipped(from: start, until: end)
        }
        for item in substitutions where item.from < end && start < item.override.until {
            spells = item.applied(to: spells, roster: id, from: start, until: end)
        }
        return spells
    }
}

extension PublishedRoster.Substitution {
    /// The spells once this override counts.
    func applied(to spells: [DutySpell], roster: RecordID, from start: Instant, until end: Instant) -> [DutySpell] {
        let (first, last) = (max(from, start), min(override.until, end))
        guard first < last else { return spells }
        func spell(_ from: Instant, _ until: Instant, _ post: DutyPost) -> DutySpell {
            DutySpell(
                from: from, until: until, officer: override.officer, post: post, support: override.support,
                roster: roster, provenance: provenance, replaces: override.replaces)
        }
        guard let replaced = override.replaces else {
            return spells + [spell(first, last, override.post ?? .second)]
        }
        var changed: [DutySpell] = []
        for old in spells {
            guard old.officer == replaced, let part = old.clipped(from: first, until: last) else {
                changed.append(old)
                continue
            }
            changed += [old.clipped(from: old.from, until: first), old.clipped(from: last, until: old.until)]
                .compactMap { $0 }
            changed.append(spell(part.from, part.until, part.post))
        }
        return changed
    }
}

extension DutySpell {
    /// Writes the spell as replies show it.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.time("from", from)
            fields.time("until", until)
            fields.member("officer", officer.rawValue)
            fields.member("post", post.rawValue)
            support.write(fields: &fields)
            if let replaces { fields.member("replaces", replaces.rawValue) }
            fields.member("roster", roster.description)
            fields.source("statement", provenance)
        }
    }
}
