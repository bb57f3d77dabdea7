import Coordination
import Deconfliction
public import Geodesy
import HashTreeCollections
import Picture
public import Statements
import StrictJSON
public import TransparencyLog

/// The sequencer without its waiting: what to commit for these submissions, and what then holds.
///
/// The shell performs what `stage` returns and calls `adopt` once it is durable. Whatever fails in between leaves the
/// state as it was, so nothing that is shown was not committed.
public struct SequencerCore: Sendable {
    /// What is durable and shown.
    public private(set) var state: LogState
    private let logSigner: NoteSigner
    private let nodeKey: SigningKey

    /// A sequencer that goes on from `state`.
    public init(state: LogState, logSigner: NoteSigner, nodeKey: SigningKey) {
        self.state = state
        self.logSigner = logSigner
        self.nodeKey = nodeKey
    }

    /// What one step would do.
    public struct Staged: Sendable {
        /// What became of each submission, in order.
        public var outcomes: [Outcome]
        /// What to make durable; nil when nothing was accepted.
        public let batch: CommitBatch?
        /// What it asks of the bodies beside the log: to be done before and after.
        package let bodies: BodyWork
        /// What holds once it is.
        let next: LogState

        /// Makes the bodies durable that belong to the batch: before its commit, so that none is ever missing.
        ///
        /// - Throws: what the vault throws; then the batch is not to be committed.
        public func keepBodies(in vault: any BodyVault) throws { try bodies.keep(in: vault) }
    }

    /// Decides submissions in order, each against the picture that the ones before it leave.
    ///
    /// The clock is logged first when its second has changed, if anything else is, or if `forcesTick` asks for it.
    ///
    /// - Parameters:
    ///   - submissions: what waits, in order.
    ///   - wallClock: the time outside.
    ///   - forcesTick: whether the clock is logged even if nothing else is.
    ///   - rootAt: this log's root at a past size, from its tiles.
    /// - Returns: what became of each submission, and what to commit.
    /// - Throws: what `rootAt` throws; then nothing was decided.
    public func stage(
        _ submissions: [Submission], at wallClock: Instant, forcesTick: Bool = false,
        rootAt: (TreeSize) throws -> Hash
    ) throws -> Staged {
        try stage(submissions, at: wallClock, forcesTick: forcesTick, saying: [], rootAt: rootAt)
    }

    func stage(
        _ submissions: [Submission], at wallClock: Instant, forcesTick: Bool, saying sayings: [DutyScribe.Duty],
        rootAt: (TreeSize) throws -> Hash
    ) throws -> Staged {
        var step = Step(
            picture: state.picture,
            own: Founder(logKey: logSigner.verifierKey.vkey, nodeKey: nodeKey.publicKey, now: wallClock))
        let tick = try tickStatement(at: wallClock)
        if let tick { try step.decide(tick, of: nil, rootAt: rootAt, limit: state.size) }
        let ticks = step.accepted.count
        try step.writeDuties(
            sayings, with: nodeKey, rootAt: rootAt, at: TreeHead(size: state.size, root: state.tree.root))
        var outcomes: [Outcome] = []
        outcomes.reserveCapacity(submissions.count)
        for submission in submissions {
            outcomes.append(try step.take(submission, rootAt: rootAt, limit: state.size, from: state.size))
        }
        guard step.accepted.count > ticks || (forcesTick && ticks > 0) else {
            return Staged(outcomes: outcomes, batch: nil, bodies: BodyWork(), next: state)
        }
        return try seal(step, outcomes)
    }

    /// The state after a batch that is now durable.
    public mutating func adopt(_ staged: Staged) { state = staged.next }

    /// Replaces the picture by one of the same log, made from other bodies.
    mutating func replace(_ picture: Picture) {
        precondition(picture.size == state.size, "a picture of another size was swapped in")
        state.picture = picture
    }

    /// Work on the conflict index that another thread should do, if any is due.
    mutating func takeIndexMerge() -> ConflictIndex.Merge? { state.picture.takeIndexMerge() }

    /// Takes in what that work came to; readers see it with the next batch.
    mutating func completeIndexMerge(_ merged: ConflictIndex.Merged) { state.picture.completeIndexMerge(merged) }

    private func seal(_ step: Step, _ outcomes: [Outcome]) throws -> Staged {
        var next = state
        next.picture = step.picture
        let tiles = next.tree.append(step.accepted.map(\.verified.leaf))
        let name = logSigner.verifierKey.name
        let checkpoint = try Checkpoint(origin: name, size: next.tree.size, root: next.tree.root)
            .signed(by: logSigner)
        next.checkpoint = checkpoint
        let entries = step.accepted.map { accepted in
            (
                hash: accepted.verified.hash,
                entry: StoredEntry(envelope: accepted.verified.signed.envelope.bytes)
            )
        }
        let batch = CommitBatch(from: state.size, entries: entries, tiles: tiles, checkpoint: checkpoint)
        return Staged(outcomes: outcomes, batch: batch, bodies: step.bodies, next: next)
    }

    /// The clock as the node's next statement; nil before the founding, and while the second has not changed.
    private func tickStatement(at wallClock: Instant) throws -> VerifiedStatement? {
        let picture = state.picture
        guard let accord = picture.accord, let now = picture.clock.now else { return nil }
        let second = wallClock.microsecondsSince1970 / 1_000_000
        guard second > now.microsecondsSince1970 / 1_000_000 else { return nil }
        let head = picture.chains[ChainID(accord.host, .node)]
        let time = try Instant(microsecondsSince1970: second * 1_000_000)
        let body = try JSONDocument(Command.tickBody(time), limits: .init(maximumBytes: 256)).root
        let statement = Statement(
            accord: accord.id, party: accord.host, officer: .node, kind: Kind.clockTick.name,
            subject: SubjectID(checked: "clock"), sequence: (head?.sequence ?? 0) + 1, previous: head?.hash,
            seen: TreeHead(size: state.size, root: state.tree.root), saidAt: time, content: .open(body))
        let envelope = try Envelope(payload: statement.payload, signedBy: nodeKey)
        return try VerifiedStatement(SignedStatement(envelope: envelope), by: nodeKey.publicKey)
    }
}

/// What a founding statement must say for this node to open a log with it.
private struct Founder {
    let logKey: String
    let nodeKey: PublicKey
    let now: Instant

    /// A log that another key signs, or that another node's clock drives, could never go on here.
    func check(_ statement: Statement) throws {
        guard case .open(let body) = statement.content, case let accord = try Self.accord(statement, body) else {
            return
        }
        guard accord.logKey == logKey else {
            throw Refusal.field("/logKey", "is not the key of the log that this node signs")
        }
        guard accord.nodeKey == nodeKey else { throw Refusal.field("/nodeKey", "is not this node's key") }
        let (earliest, latest) = (
            now.adding(seconds: -LogClock.toleranceSeconds), now.adding(seconds: LogClock.toleranceSeconds)
        )
        guard statement.saidAt >= earliest else {
            throw Refusal.backdated(saidAt: statement.saidAt, notBefore: earliest)
        }
        guard statement.saidAt <= latest else { throw Refusal.fromTheFuture(saidAt: statement.saidAt, now: now) }
    }

    static func accord(_ statement: Statement, _ body: JSONValue) throws -> Accord {
        do throws(JSONError) { return try Accord(id: statement.accord, host: statement.party, body: body) } catch {
            throw Refusal.malformedBody(error)
        }
    }
}

/// A picture as submissions are folded into it one by one.
private struct Step {
    var picture: Picture
    let own: Founder
    var accepted: [Accepted] = []
    var bodies = BodyWork()

    init(picture: Picture, own: Founder) {
        self.picture = picture
        self.own = own
    }

    /// Decides one submission; its refusal is an outcome, not an error.
    mutating func take(
        _ submission: Submission, rootAt: (TreeSize) throws -> Hash, limit: TreeSize, from size: TreeSize
    ) throws -> Outcome {
        let before = accepted.count
        do {
            let verified = try verify(submission)
            if picture.accord == nil {
                let founding = try picture.decideFounding(verified)
                try own.check(verified.statement)
                fold(founding)
            } else {
                try decide(verified, of: submission, rootAt: rootAt, limit: limit)
            }
        } catch let refusal as Refusal {
            return .refused(refusal)
        }
        return .accepted(EntryIndex(size.value + UInt64(before)))
    }

    mutating func decide(
        _ verified: VerifiedStatement, of submission: Submission?, rootAt: (TreeSize) throws -> Hash, limit: TreeSize
    ) throws {
        let seen = verified.statement.seen.size
        let root = seen <= limit ? try rootAt(seen) : nil
        let accepted = try picture.decide(verified, opened: submission?.opened, rootAtSeen: root)
        try submission?.checkRecipients(in: picture.register)
        fold(accepted, sealed: submission?.sealed)
    }

    /// Writes down what is due and open to this node, as its own next statements; a refused one is left for another time.
    mutating func writeDuties(
        _ sayings: [DutyScribe.Duty], with key: SigningKey, rootAt: (TreeSize) throws -> Hash, at seen: TreeHead
    ) throws {
        guard let accord = picture.accord else { return }
        func write(_ duty: DutyScribe.Duty?) throws {
            guard let verified = try duty?.signed(by: key, of: accord.host, in: picture, seen: seen) else { return }
            do { try decide(verified, of: nil, rootAt: rootAt, limit: seen.size) } catch is Refusal { return }
        }
        for deadline in DutyScribe.due(in: picture) { try write(DutyScribe.duty(for: deadline, in: picture)) }
        for duty in DutyScribe.alarms(of: accord.host, in: picture) where duty.audience == nil { try write(duty) }
        for duty in sayings where duty.audience == nil { try write(duty) }
    }

    private mutating func fold(_ accepted: Accepted, sealed: SealedBody? = nil) {
        picture.apply(accepted)
        bodies.add(accepted, sealed: sealed, in: picture)
        self.accepted.append(accepted)
    }

    private func verify(_ submission: Submission) throws(Refusal) -> VerifiedStatement {
        switch submission.check {
        case .verified(let verified): return verified
        case .unknownKey(let signed):
            do {
                let key = try key(for: signed)
                return try VerifiedStatement(signed, by: key)
            } catch let error as EnvelopeError {
                throw .envelope(error)
            } catch let refusal as Refusal {
                throw refusal
            } catch {
                throw .envelope(.unknownKey(signed.envelope.keyID))
            }
        }
    }

    /// A founding statement is signed by the key it names; everything else by one that is enrolled.
    private func key(for signed: SignedStatement) throws -> PublicKey {
        if let key = picture.register.keys[signed.envelope.keyID]?.key { return key }
        guard picture.accord == nil else { throw EnvelopeError.unknownKey(signed.envelope.keyID) }
        let statement = signed.statement
        guard Kind(statement.kind) == .accordFound, case .open(let body) = statement.content else {
            throw Refusal.notFounded
        }
        return try Founder.accord(statement, body).rootKey
    }
}
