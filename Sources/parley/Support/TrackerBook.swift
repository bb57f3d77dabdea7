import Coordination
import Couriers
import Foundation
import Geodesy
import Logging
import ParleyNode
import Statements
import StrictJSON
import Synchronization
import Tracking
import TransparencyLog

/// The trackers of a node's own movements, from `trackers.json` in its folder, taken anew when the file changes.
///
/// The file holds the devices' secrets; it belongs to the operator, and is readable by nobody else.
final class TrackerBook: PositionDesk {
    /// The file's name in the node's folder.
    static let fileName = "trackers.json"
    /// Devices that one node takes positions from.
    static let maximumDevices = 10_000
    /// The shortest secret, in characters: it is all that keeps others from speaking for a convoy.
    static let leastSecret = 16
    /// Positions that one device may report in a minute.
    static let positionsPerMinute = 60

    private struct Kept {
        var devices: [String: TrackedDevice] = [:]
        var mark: FileMark?
        var counts: [String: (minute: Int64, count: Int)] = [:]
    }

    private let path: String
    private let tracker: MovementTracker
    private let node: Node
    private let logger: Logger
    private let kept = Mutex(Kept())

    /// The book of a folder; nil where it has none.
    init?(folder: String, node: Node, party: PartyID, logger: Logger) throws {
        path = folder + "/" + Self.fileName
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        self.node = node
        tracker = MovementTracker(node, of: party, logger: logger)
        self.logger = logger
        let mark = FileMark(of: path)
        let devices = try Self.read(path)
        kept.withLock { state in
            state.devices = devices
            state.mark = mark
        }
    }

    func device(secret: String) -> TrackedDevice? {
        reloadIfChanged()
        let key = Self.digest(secret)
        return kept.withLock { $0.devices[key] }
    }

    func take(_ report: PositionReport, from device: TrackedDevice) async -> PositionAnswer {
        let minute = node.clock.now().microsecondsSince1970 / 60_000_000
        let isTooOften = kept.withLock { state in
            let before = state.counts[device.key]
            let count = before?.minute == minute ? (before?.count ?? 0) + 1 : 1
            state.counts[device.key] = (minute, count)
            return count > Self.positionsPerMinute
        }
        guard !isTooOften else { return .refused("more than \(Self.positionsPerMinute) positions in a minute") }
        return await tracker.take(report, of: device.movement)
    }

    /// Takes the file anew when it changed.
    ///
    /// One that does not read leaves the devices as they were: trackers go on while the operator mends it. One that
    /// changes while it is read is read again by the next position.
    private func reloadIfChanged() {
        let mark = FileMark(of: path)
        guard kept.withLock({ $0.mark != mark }) else { return }
        let read = Result { try Self.read(path) }
        guard FileMark(of: path) == mark else { return }
        kept.withLock { state in
            state.mark = mark
            if case .success(let devices) = read { state.devices = devices }
        }
        if case .failure(let error) = read {
            logger.error("trackers not taken anew", metadata: ["error": "\(error)"])
        }
    }

    /// Secrets are looked up by their digest, so that comparing them tells nothing by its time.
    private static func digest(_ secret: String) -> String { Hash.sha256(of: Array(secret.utf8)).base64 }

    private static func read(_ path: String) throws -> [String: TrackedDevice] {
        var devices: [String: TrackedDevice] = [:]
        do {
            var fields = try JSONDocument(
                Files.read(path), limits: .init(maximumBytes: Files.maximumBytes)
            ).root.object()
            for element in try fields.required("devices").array(limit: maximumDevices) {
                var item = try element.object()
                let name = try item.required("device").text(limit: 120)
                let named = try item.required("secret")
                let secret = try named.text(limit: 200)
                guard secret.count >= leastSecret else {
                    throw named.refused(
                        "has fewer than \(leastSecret) characters; make one with `openssl rand -hex 16`")
                }
                let movement = try item.required("movement").recordName()
                let speaks = try item.present("speaks")?.string() ?? "traccar"
                guard speaks == "traccar" || speaks == "osmand" else {
                    throw element.refused("'speaks' must be 'traccar' or 'osmand'")
                }
                try item.finish()
                let key = digest(secret)
                guard devices[key] == nil else { throw named.refused("is the secret of another device, too") }
                devices[key] = TrackedDevice(name: name, key: key, movement: movement, isOsmAnd: speaks == "osmand")
            }
            try fields.finish()
        } catch let error as JSONError { throw Failure(.usage, "\(path): \(error)") }
        return devices
    }
}
