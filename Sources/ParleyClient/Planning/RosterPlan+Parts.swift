public import Coordination
import Geodesy
import StrictJSON

extension RosterPlan {
    /// The largest body of an open statement that still fits into an entry of the log, with its envelope.
    public static let openBodyBytes = 11_000

    /// The plan as consecutive rosters whose bodies have at most `bytes`; a shift over a cut is divided.
    public func parts(bytes: Int = openBodyBytes) -> [RosterPlan] {
        var writer = JSONWriter(capacity: bytes)
        write(to: &writer)
        guard writer.bytes.count > bytes, let cut = middle else { return [self] }
        return clipped(from: from, until: cut).parts(bytes: bytes)
            + clipped(from: cut, until: until).parts(bytes: bytes)
    }

    /// The beginning of a shift near the middle of the list; where there is none, the minute in the middle of the period.
    private var middle: Instant? {
        let starts = Set(shifts.map(\.from)).filter { from < $0 && $0 < until }.sorted()
        if !starts.isEmpty { return starts[starts.count / 2] }
        let minutes = from.microseconds(to: until) / 60_000_000
        return minutes < 2 ? nil : from.adding(seconds: minutes / 2 * 60)
    }

    private func clipped(from start: Instant, until end: Instant) -> RosterPlan {
        let parts = shifts.compactMap { shift -> Shift? in
            let (first, last) = (max(shift.from, start), min(shift.until, end))
            guard first < last else { return nil }
            return Shift(from: first, until: last, officer: shift.officer, post: shift.post, support: shift.support)
        }
        return RosterPlan(line: line, from: start, until: end, zone: zone, shifts: parts)
    }
}
