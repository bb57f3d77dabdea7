public import Geodesy

/// All tracks of one cycle under one rule, made ready to find which of them lose separation.
///
/// A value of one moment: the next cycle makes a new one. Answers depend on the tracks and the rule alone, never on the
/// order in which the tracks came, nor on the processor.
public struct TrackPicture: Sendable {
    /// The most tracks in one picture.
    public static let maximumTracks = 1_000_000
    /// The most encounters that one cycle returns.
    public static let maximumEncounters = 1_000_000
    /// A report farther than this from the cycle, either way, predicts nothing, in seconds.
    public static let maximumAgeSeconds: Int64 = 600

    /// The moment of the cycle; all seconds of the answers count from it.
    public let now: Instant
    /// The distances to keep, and how far to look ahead.
    public let rule: SeparationRule
    /// The tracks whose reports are too old, or too far in the future, to predict from, by number.
    ///
    /// They are in no encounter. Whoever shows a picture shows these too: not predicted is not separated.
    public let overdue: [TrackID]
    /// The others, by number.
    public let tracks: [Track]
    /// Beside `tracks`.
    let states: [TrackState]

    /// Orders the tracks by number and prepares them; costs some 0.1 µs a track.
    ///
    /// - Parameters:
    ///   - tracks: In any order; one number may occur once.
    ///   - now: The moment from which to predict; each track is carried on from its report to this moment.
    ///   - rule: The distances to keep, and how far to look ahead.
    /// - Throws: `tooManyTracks` or `duplicateTrack`.
    public init(tracks: [Track], now: Instant, rule: SeparationRule) throws(TrackError) {
        guard tracks.count <= Self.maximumTracks else {
            throw .tooManyTracks(found: tracks.count, limit: Self.maximumTracks)
        }
        let ordered = Self.ordered(tracks)
        for (track, next) in zip(ordered, ordered.dropFirst()) where track.id == next.id {
            throw .duplicateTrack(track.id)
        }
        let isCurrent = { (track: Track) in
            abs(track.reportedAt.microseconds(to: now)) <= Self.maximumAgeSeconds * 1_000_000
        }
        overdue = ordered.lazy.filter { !isCurrent($0) }.map(\.id)
        self.tracks = overdue.isEmpty ? ordered : ordered.filter(isCurrent)
        states = self.tracks.map { TrackState($0, now: now, rule: rule) }
        self.now = now
        self.rule = rule
    }

    private static func ordered(_ tracks: [Track]) -> [Track] {
        // Whoever keeps tracks by number gives them in order.
        if zip(tracks, tracks.dropFirst()).allSatisfy({ $0.id < $1.id }) { return tracks }
        var keys = tracks.indices.map { UInt64(tracks[$0].id.rawValue) << 32 | UInt64($0) }
        keys.sort()
        return keys.map { tracks[Int($0 & 0xFFFF_FFFF)] }
    }

    /// The place of a track in `tracks`.
    func place(of id: TrackID) -> Int? {
        var (low, high) = (0, tracks.count)
        while low < high {
            let middle = (low + high) / 2
            if tracks[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < tracks.count && tracks[low].id == id ? low : nil
    }
}
