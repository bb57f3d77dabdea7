package import Coordination
import Dispatch
import Geodesy
import HashTreeCollections
import Inquiry
package import Logging
import Picture
import Statements
import Synchronization
package import TransparencyLog

/// Keeps, as evidence, what a party signed for a place of its chain where the log holds another statement of it.
///
/// An honest party leaves such a pair when two of its officers sign at the same moment, so no alarm is raised: the file
/// is there for whoever asks later. Works beside the writer, a pair at a time, and turns away what goes beyond its limits.
package final class ContradictionKeeper: Sendable {
    /// Pairs that wait to be looked into.
    static let maximumWaiting = 16
    /// Pairs that are looked into, and kept, for one party.
    static let maximumPerParty = 16
    /// How far back in a chain the statement that came first is looked for.
    static let maximumLookback = 1_024
    /// How often proofs are made anew because the log grew meanwhile.
    private static let maximumAttempts = 5
    /// How long until a pair whose entries no witnessed checkpoint covers yet is looked into again.
    private static let patienceMilliseconds = 1_000

    private struct Shared {
        /// Pairs to be looked into, and those that could not be proved yet.
        var waiting = 0
        var unproved: [(statement: VerifiedStatement, place: Place)] = []
        var isArmed = false
        /// Places of chains that were looked into, kept or not.
        var seen: [PartyID: Set<Place>] = [:]
    }

    private struct Place: Hashable {
        let chain: ChainID
        let sequence: UInt64
    }

    private let evidence: any EvidenceStore
    private let store: any LogStore
    private let publisher: Publisher
    private let reader: LogReader
    private let logKey: NoteVerifierKey
    private let clock: any WallClock
    private let logger: Logger
    private let shared = Mutex(Shared())
    private let queue = DispatchQueue(label: "parley.contradictions", qos: .utility)

    /// A keeper that keeps what it finds in `evidence`.
    package init(
        evidence: any EvidenceStore, store: any LogStore, publisher: Publisher, reader: LogReader,
        logKey: NoteVerifierKey, clock: any WallClock, logger: Logger
    ) {
        self.evidence = evidence
        self.store = store
        self.publisher = publisher
        self.reader = reader
        self.logKey = logKey
        self.clock = clock
        self.logger = logger
    }

    /// Looks into a refusal; returns at once.
    func consider(_ submission: Submission, _ refusal: Refusal) {
        guard let (verified, place) = claim(submission, refusal) else { return }
        queue.async {
            self.look(into: verified, at: place)
            self.arm()
        }
    }

    /// Looks into a refusal before it returns; blocks on the stores.
    package func considerNow(_ submission: Submission, _ refusal: Refusal) {
        guard let (verified, place) = claim(submission, refusal) else { return }
        look(into: verified, at: place)
    }

    /// What is to be looked into; nil when there is nothing, it was before, or too much waits.
    private func claim(_ submission: Submission, _ refusal: Refusal) -> (VerifiedStatement, Place)? {
        guard case .sequenceTaken = refusal, case .verified(let verified) = submission.check else { return nil }
        let statement = verified.statement
        let place = Place(chain: ChainID(statement.party, statement.officer), sequence: statement.sequence)
        let isTaken = shared.withLock { shared in
            guard shared.waiting < Self.maximumWaiting,
                shared.seen[statement.party, default: []].count < Self.maximumPerParty,
                shared.seen[statement.party, default: []].insert(place).inserted
            else { return false }
            shared.waiting += 1
            return true
        }
        return isTaken ? (verified, place) : nil
    }

    /// Looks again into what could not be proved before; blocks on the stores.
    package func lookAgain() {
        let some = shared.withLock { shared in
            defer { shared.unproved = [] }
            return shared.unproved
        }
        for item in some { look(into: item.statement, at: item.place) }
    }

    private func look(into verified: VerifiedStatement, at place: Place) {
        var isDone = true
        do { isDone = try keep(verified, at: place) } catch {
            logger.error("contradiction not kept", metadata: ["error": "\(error)"])
        }
        shared.withLock { shared in
            if isDone { shared.waiting -= 1 } else { shared.unproved.append((verified, place)) }
        }
    }

    /// Both statements may come within one batch, before any witness has seen the first: its proof comes a moment later.
    private func arm() {
        let isDue = shared.withLock { shared in
            guard !shared.isArmed, !shared.unproved.isEmpty else { return false }
            shared.isArmed = true
            return true
        }
        guard isDue else { return }
        queue.asyncAfter(deadline: .now() + .milliseconds(Self.patienceMilliseconds)) { [weak self] in
            guard let self else { return }
            self.shared.withLock { $0.isArmed = false }
            self.lookAgain()
            self.arm()
        }
    }

    /// Returns once everything that waited was looked into.
    func drain() async {
        await withCheckedContinuation { continuation in
            queue.async {
                self.lookAgain()
                continuation.resume()
            }
        }
    }

    /// Keeps the pair as evidence; false where its proof is not to be had yet.
    private func keep(_ refused: VerifiedStatement, at place: Place) throws -> Bool {
        let picture = publisher.state.picture
        guard let (index, logged) = try first(of: place, in: picture), logged.hash != refused.hash else { return true }
        let parties = [refused.statement.officer, logged.statement.officer]
        let indexes = Self.enrolments(
            of: place.chain.party, parties, [refused.keyID, logged.envelope.keyID], in: picture.register)
        guard let (checkpoint, entries) = try prove(indexes.union([index])) else { return false }
        let file = Equivocation(checkpoint: checkpoint, entries: entries, logged, refused.signed)
        guard case .proven(let sentence) = Evidence.equivocation(file).judged(by: logKey) else { return true }
        let alarm = Alarm(
            kind: .equivocation, sentence: sentence, since: clock.now(),
            file: EvidenceNaming.file(.equivocation, file.bytes))
        guard try evidence.alarms().count < EvidenceNaming.maximumPieces else { return true }
        try evidence.keep(file.bytes, raising: alarm)
        logger.notice("a party contradicts itself", metadata: ["file": "\(alarm.file)"])
        return true
    }

    /// The statement that the log holds in a place, found by going back from the chain's end.
    private func first(of place: Place, in picture: Picture) throws -> (EntryIndex, SignedStatement)? {
        guard let head = picture.chains[place.chain] else { return nil }
        var index = head.entry
        for _ in 0..<Self.maximumLookback {
            guard let stored = try store.entries(from: index, count: 1).first else { return nil }
            let signed = try SignedStatement(stored.envelope)
            if signed.statement.sequence == place.sequence { return (index, signed) }
            guard signed.statement.sequence > place.sequence, let before = signed.statement.previous,
                let found = try store.index(of: before)
            else { return nil }
            index = found
        }
        return nil
    }

    /// The entries that make the keys known: the founding, the party with every root key it had, the officers, the keys.
    private static func enrolments(
        of party: PartyID, _ officers: [OfficerID], _ keys: [KeyFingerprint], in register: PartyRegister
    ) -> Set<EntryIndex> {
        var indexes: Set<EntryIndex> = [EntryIndex(0)]
        if let enrolled = register.parties[party]?.enrolledAt { indexes.insert(enrolled) }
        for key in register.keys.values where key.party == party {
            if key.officer == .root || keys.contains(key.key.id) { indexes.insert(key.enrolledAt) }
        }
        for officer in officers {
            if let enrolled = register.officers[OfficerRef(party, officer)]?.enrolledAt { indexes.insert(enrolled) }
        }
        return indexes
    }

    /// The entries with their proofs, all in one checkpoint; nil when the log grows too quickly.
    private func prove(_ indexes: Set<EntryIndex>) throws -> (SignedCheckpoint, [CarriedEntry])? {
        for _ in 0..<Self.maximumAttempts {
            var entries: [CarriedEntry] = []
            var checkpoints: Set<SignedCheckpoint> = []
            for index in indexes.sorted() {
                guard let stored = try store.entries(from: index, count: 1).first,
                    let receipt = try reader.receipt(of: index)
                else { return nil }
                checkpoints.insert(receipt.checkpoint)
                entries.append(CarriedEntry(index: index, envelope: stored.envelope, path: receipt.path))
            }
            if let only = checkpoints.first, checkpoints.count == 1 { return (only, entries) }
        }
        return nil
    }
}
