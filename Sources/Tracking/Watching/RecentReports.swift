import Geodesy

/// The newest reports taken, to notice one that comes twice; the oldest gives way.
struct RecentReports: Sendable {
    private struct Entry: Equatable {
        var at: Instant
        var position: Position
        var device: String?
    }

    private var entries: [Entry] = []
    private var next = 0

    func holds(_ report: PositionReport) -> Bool {
        entries.contains(Entry(at: report.at, position: report.position, device: report.device))
    }

    mutating func remember(_ report: PositionReport) {
        let entry = Entry(at: report.at, position: report.position, device: report.device)
        if entries.count < TrackingLimits.maximumRemembered {
            entries.append(entry)
        } else {
            entries[next] = entry
            next = (next + 1) % entries.count
        }
    }
}
