public import TransparencyLog

/// Collects cosignatures for the newest checkpoint, round after round; no clock, no network, no waiting.
///
/// A round takes the newest committed checkpoint, which covers everything committed while the one before ran. It ends
/// when the policy's quorum has cosigned, when nobody is left to wait for, or when its time is up; then the checkpoint
/// is shown with what its verdict says. A witness that is dead, late or untruthful is asked again after a while, but no
/// round waits for it. What a witness says of itself is a claim: sizes beyond this log's own are never used, and only a
/// checkpoint that this log's key has signed shows that the witness is ahead.
public struct WitnessRounds: Sendable {
    private let limits: NodeLimits
    private let linked: Set<NoteVerifierKey>
    private var members: [NoteVerifierKey: WitnessMember] = [:]
    /// The newest committed checkpoint.
    private var newest: WitnessTarget?
    /// The checkpoint of the newest round.
    private var current: WitnessTarget?
    private var isOpen = false
    private var deadline: Int64 = 0
    /// Checkpoints of earlier rounds for which a late cosignature may still make a quorum, smallest first.
    private var earlier: [WitnessTarget] = []
    private var witnessedSize = TreeSize(0)
    private var nextNumber: UInt64 = 0
    /// Whether a witness has shown that nothing more may be signed; then nothing follows from anything any more.
    public private(set) var isHalted = false

    /// Rounds before the first one.
    ///
    /// - Parameters:
    ///   - linked: the witnesses that can be reached.
    ///   - known: sizes that witnesses were seen to have cosigned, as at the start.
    ///   - limits: times and counts.
    public init(linked: Set<NoteVerifierKey>, known: [NoteVerifierKey: TreeSize] = [:], limits: NodeLimits) {
        self.limits = limits
        self.linked = linked
        for (key, size) in known where linked.contains(key) {
            members[key] = WitnessMember(isLinked: true, known: size)
        }
    }

    /// Whether a round runs.
    public var isBusy: Bool { isOpen }

    /// When `wake` is to be called next; nil while nothing waits for the clock.
    public var nextWake: Int64? {
        guard !isHalted, let current else { return nil }
        var times: [Int64] = isOpen ? [deadline] : []
        for witness in current.policy?.witnesses ?? [] {
            guard let member = members[witness.key], member.isLinked else { continue }
            if let request = member.request {
                times.append(request.since + limits.witnessRequestMilliseconds)
            } else if !current.isCosigned(by: witness.key), (member.known ?? 0) <= current.size {
                times.append(member.notBefore)
            }
        }
        return times.min()
    }

    /// What is wrong with the witnesses of the policy in force, in its order; those that are well are not among them.
    public var troubles: [(name: PolicyName, trouble: WitnessTrouble)] {
        ((newest ?? current)?.policy?.witnesses ?? []).compactMap { witness in
            let member = members[witness.key] ?? WitnessMember(isLinked: linked.contains(witness.key))
            return member.trouble.map { (witness.name, $0) }
        }
    }

    /// A checkpoint has been committed; the first one that is handed over may be one committed before.
    public mutating func committed(_ target: WitnessTarget, at now: Int64) -> [WitnessAction] {
        newest = target
        guard !isHalted, !isOpen else { return [] }
        begin(target, at: now)
        return proceed(now)
    }

    /// Time has passed.
    public mutating func wake(at now: Int64) -> [WitnessAction] {
        guard !isHalted else { return [] }
        var actions: [WitnessAction] = []
        for key in members.keys.sorted(by: { $0.vkey < $1.vkey }) {
            guard let request = members[key]?.request, now - request.since >= limits.witnessRequestMilliseconds
            else { continue }
            members[key]?.request = nil
            actions.append(.abandon(request))
            fail(key, .unreachable("none within \(limits.witnessRequestMilliseconds) ms"), now)
        }
        return actions + proceed(now)
    }
}

extension WitnessRounds {
    /// A witness has answered.
    ///
    /// - Parameters:
    ///   - request: what it was asked; an answer to anything but what is out counts for nothing.
    ///   - answer: what it says, unverified.
    ///   - now: the rounds' clock.
    ///   - wallSeconds: the time outside; cosignatures from too far ahead of it are not taken.
    /// - Returns: what to do.
    public mutating func answered(
        _ request: WitnessRequest, _ answer: AddCheckpointAnswer, at now: Int64, wallSeconds: UInt64
    ) -> [WitnessAction] {
        guard case .cosign(let size, _) = request.question, takeBack(request) else { return [] }
        let key = request.witness
        var actions: [WitnessAction] = []
        switch answer {
        case .cosigned: actions = cosigned(key, size, answer, now, wallSeconds)
        case .conflict(let claimed): conflicted(key, claimed, now)
        case .inconsistent(let reason): doubt(key, "it says that this log contradicts what it cosigned: \(reason)")
        case .malformed(let reason), .forbidden(let reason), .unknownOrigin(let reason):
            fail(key, .refuses("\(answer.status): \(reason)"), now)
        }
        return actions + proceed(now)
    }

    /// A witness's monitoring interface has answered.
    public mutating func saw(_ request: WitnessRequest, _ sighting: WitnessSighting, at now: Int64) -> [WitnessAction] {
        guard request.question == .lastCosigned, takeBack(request) else { return [] }
        let key = request.witness
        let claim = members[key]?.claim
        switch sighting {
        case .contradiction(let contradiction):
            isHalted = true
            isOpen = false
            return [.halt(contradiction)]
        case .unproven(let reason):
            fail(key, .untruthful(reason), now)
        case .nothing, .ours:
            if let claim {
                fail(key, .untruthful(claim), now)
            } else if case .ours(let size) = sighting {
                members[key]?.known = size
            } else {
                members[key]?.known = TreeSize(0)
            }
        }
        return proceed(now)
    }

    /// A request came to nothing: no connection, no answer of the protocol.
    public mutating func failed(_ request: WitnessRequest, _ reason: String, at now: Int64) -> [WitnessAction] {
        guard takeBack(request) else { return [] }
        fail(request.witness, .unreachable(reason), now)
        return proceed(now)
    }

    private mutating func takeBack(_ request: WitnessRequest) -> Bool {
        guard !isHalted, members[request.witness]?.request == request else { return false }
        members[request.witness]?.request = nil
        return true
    }

    private mutating func fail(_ key: NoteVerifierKey, _ trouble: WitnessTrouble, _ now: Int64) {
        members[key]?.fail(trouble, at: now, limits)
    }

    private mutating func doubt(_ key: NoteVerifierKey, _ claim: String) {
        members[key]?.claim = claim
        members[key]?.known = nil
    }

    /// Takes the line that holds, if there is one; whatever else the answer carries is dropped.
    private mutating func cosigned(
        _ key: NoteVerifierKey, _ size: TreeSize, _ answer: AddCheckpointAnswer, _ now: Int64, _ wallSeconds: UInt64
    ) -> [WitnessAction] {
        let isCurrent = current?.size == size
        guard var target = isCurrent ? current : earlier.first(where: { $0.size == size }) else {
            // Nothing needs it any more, so nothing verifies it either.
            members[key]?.known = nil
            return []
        }
        guard let line = answer.cosignature(of: key, on: target.checkpoint), let read = Cosignature(line) else {
            fail(key, .untruthful("it answers with a cosignature that does not hold"), now)
            return []
        }
        let latest = wallSeconds + limits.witnessClockToleranceSeconds
        guard read.timestampSeconds <= latest else {
            let ahead = read.timestampSeconds - wallSeconds
            fail(key, .untruthful("it cosigns with a time that is \(ahead) s ahead of this node's clock"), now)
            return []
        }
        members[key]?.succeed(at: size)
        target.add(line, of: key, atSeconds: read.timestampSeconds)
        if isCurrent {
            current = target
            if isOpen { return [] }
        } else {
            earlier.removeAll { $0.size == size }
            if !target.verdict.isWitnessed { keepEarlier(target) }
        }
        noteWitnessed(target)
        return [.strengthen(target)]
    }

    /// A 409 names a size that nobody has signed: up to this log's own it is a place to start a proof from, beyond it a
    /// claim to be proved.
    private mutating func conflicted(_ key: NoteVerifierKey, _ claimed: TreeSize, _ now: Int64) {
        guard let newest, let member = members[key] else { return }
        guard member.conflicts < limits.witnessConflictsInARow else {
            fail(key, .untruthful("it answers with another size every time"), now)
            return
        }
        members[key]?.conflicts += 1
        if claimed <= newest.size {
            members[key]?.known = claimed
        } else {
            doubt(
                key,
                "it claims \(claimed) entries of this log, which has \(newest.size), and shows no checkpoint that says so"
            )
        }
    }
}

extension WitnessRounds {
    private mutating func begin(_ target: WitnessTarget, at now: Int64) {
        if let current, !current.verdict.isWitnessed, current.size < target.size { keepEarlier(current) }
        current = target
        isOpen = true
        deadline = now + limits.witnessRoundMilliseconds
        for witness in target.policy?.witnesses ?? [] where members[witness.key] == nil {
            members[witness.key] = WitnessMember(isLinked: linked.contains(witness.key))
        }
    }

    /// Asks whoever is free, ends the round where it is over, and begins the next one where there is something new.
    private mutating func proceed(_ now: Int64) -> [WitnessAction] {
        var actions: [WitnessAction] = []
        while let round = current {
            for witness in round.policy?.witnesses ?? [] {
                if let request = request(to: witness.key, for: round, now) { actions.append(.send(request)) }
            }
            guard isOpen, isOver(round, now) else { break }
            isOpen = false
            noteLate(round)
            noteWitnessed(round)
            actions.append(.publish(round))
            guard let newest, newest.size > round.size else { break }
            begin(newest, at: now)
        }
        return actions
    }

    private func isOver(_ round: WitnessTarget, _ now: Int64) -> Bool {
        guard case .short = round.verdict else { return true }
        guard now < deadline else { return true }
        return !(round.policy?.witnesses ?? []).contains { witness in
            guard !round.isCosigned(by: witness.key), let member = members[witness.key] else { return false }
            return member.isAwaited(for: round.size, limits)
        }
    }

    /// What to ask a witness now; nil while it is busy, resting or has nothing to do.
    private mutating func request(
        to key: NoteVerifierKey, for round: WitnessTarget, _ now: Int64
    ) -> WitnessRequest? {
        guard let member = members[key], member.isLinked, member.request == nil, member.notBefore <= now,
            !round.isCosigned(by: key)
        else { return nil }
        let question: WitnessRequest.Question
        switch member.known {
        case nil: question = .lastCosigned
        case let known? where known <= round.size: question = .cosign(round.size, old: known)
        default: return nil
        }
        let request = WitnessRequest(number: nextNumber, witness: key, question: question, since: now)
        nextNumber += 1
        members[key]?.request = request
        return request
    }

    private mutating func keepEarlier(_ target: WitnessTarget) {
        earlier.append(target)
        earlier.sort { $0.size < $1.size }
        if earlier.count > limits.witnessTargetsKept { earlier.removeFirst() }
    }

    /// A witness that kept a round from its quorum until the end is not waited for again before it has cosigned.
    private mutating func noteLate(_ round: WitnessTarget) {
        guard case .short = round.verdict else { return }
        for witness in round.policy?.witnesses ?? [] where !round.isCosigned(by: witness.key) {
            if members[witness.key]?.request != nil { members[witness.key]?.isLate = true }
        }
    }

    private mutating func noteWitnessed(_ target: WitnessTarget) {
        guard target.verdict.isWitnessed, target.size > witnessedSize else { return }
        witnessedSize = target.size
        earlier.removeAll { $0.size <= witnessedSize }
    }
}
