/// A half-open span of time, `[start, end)`; without an end it lasts until withdrawn.
public struct TimeWindow: Hashable, Sendable {
    /// The first instant inside the window.
    public let start: Instant
    /// The first instant after the window; `nil` means until withdrawn.
    public let end: Instant?

    /// Checks that the end comes after the start.
    ///
    /// - Throws: `windowEndNotAfterStart`.
    public init(start: Instant, end: Instant?) throws(GeodesyError) {
        if let end, end <= start {
            throw .windowEndNotAfterStart(start: start, end: end)
        }
        self.init(checkedStart: start, end: end)
    }

    package init(checkedStart: Instant, end: Instant?) {
        start = checkedStart
        self.end = end
    }

    /// Says whether the instant lies in the window; the start does, the end does not.
    public func contains(_ instant: Instant) -> Bool {
        guard let end else { return start <= instant }
        return start <= instant && instant < end
    }

    /// Says whether the windows share an instant; windows that only meet do not.
    public func overlaps(_ other: TimeWindow) -> Bool {
        intersection(other) != nil
    }

    /// The span that both windows share, or `nil`.
    public func intersection(_ other: TimeWindow) -> TimeWindow? {
        let first = max(start, other.start)
        let last: Instant? =
            switch (end, other.end) {
            case (let mine?, let theirs?): min(mine, theirs)
            case (let mine, let theirs): mine ?? theirs
            }
        if let last, last <= first { return nil }
        return TimeWindow(checkedStart: first, end: last)
    }
}
