public import Geodesy
package import Logging
import Synchronization
import TransparencyLog

/// The alarms of one node: read by every answer, raised by whoever finds something out, kept with their evidence.
public final class Alarms: Sendable {
    private let raised: Mutex<[Alarm]>
    private let store: (any EvidenceStore)?
    private let logger: Logger

    /// Takes up what was kept before.
    ///
    /// - Throws: what the store throws; a node that cannot read its evidence does not start.
    package init(store: (any EvidenceStore)?, logger: Logger) throws {
        self.store = store
        self.logger = logger
        raised = Mutex(try store?.alarms() ?? [])
    }

    /// Every alarm, oldest first.
    public var all: [Alarm] { raised.withLock { $0 } }

    /// The alarm because of which nothing more is followed or cosigned; nil as a rule.
    public var stop: Alarm? { all.first { $0.kind.stopsFollowing } }

    /// Raises an alarm, and keeps the evidence for it before it is seen by anybody.
    ///
    /// Evidence that cannot be kept still raises its alarm. The same evidence again raises nothing. Blocks on the store.
    ///
    /// - Parameters:
    ///   - kind: what was found.
    ///   - sentence: what happened and what to do.
    ///   - evidence: the file that shows it.
    ///   - now: this node's clock.
    /// - Returns: the alarm as it stands beside every answer from now on.
    @discardableResult
    public func raise(_ kind: Alarm.Kind, _ sentence: String, evidence: [UInt8], at now: Instant) -> Alarm {
        let alarm = Alarm(
            kind: kind, sentence: sentence, since: now, file: EvidenceNaming.file(kind, evidence))
        if let known = all.first(where: { $0.file == alarm.file }) { return known }
        if all.count < EvidenceNaming.maximumPieces {
            do { try store?.keep(evidence, raising: alarm) } catch {
                logger.critical("evidence not kept", metadata: ["error": "\(error)", "file": "\(alarm.file)"])
            }
        } else {
            logger.critical("more evidence than is kept", metadata: ["file": "\(alarm.file)"])
        }
        logger.critical("alarm", metadata: ["kind": "\(kind.rawValue)", "file": "\(alarm.file)"])
        return raised.withLock { raised in
            if let known = raised.first(where: { $0.file == alarm.file }) { return known }
            // A bound on memory, too: what is already known says enough.
            if raised.count < EvidenceNaming.maximumPieces { raised.append(alarm) }
            return alarm
        }
    }
}
