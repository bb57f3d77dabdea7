import Coordination
import Geodesy
import HashTreeCollections
import Logging
import Picture
public import Statements
import StrictJSON
import TransparencyLog

/// What a party's node needs to write down what is due of what is sealed from the host.
public struct PartyScribe: Sendable {
    /// The party whose node this is.
    public let party: PartyID
    /// The key that the log has enrolled for the node.
    public let key: SigningKey

    /// A node that writes for `party`.
    public init(party: PartyID, key: SigningKey) {
        self.party = party
        self.key = key
    }
}

/// The party's node as a writer, without its waiting: what to hand to the host next.
///
/// What was handed on and is not yet in the log is handed on again byte for byte: a second statement of the same number
/// would be held against the party.
struct SealedScribe {
    /// Statements that one round hands on.
    static let maximumPerRound = 16
    /// How many that are due one round looks at, since some cannot be written here.
    static let maximumConsidered = 4_096
    /// The media type of an envelope with its sealed body.
    static let contentType = "application/vnd.parley.submission+json"
    /// The media type of an envelope alone.
    static let openContentType = "application/json"

    /// A statement on its way.
    struct Draft {
        let sequence: UInt64
        let envelope: [UInt8]
        /// Nil for what is open.
        let sealed: SealedBody?
        /// What the node was told to say, which is said again if the host does not take it; nil for what is due anyway.
        var saying: DutyScribe.Duty?

        /// The request that carries both.
        var request: ForwardedStatement {
            guard let sealed else {
                return ForwardedStatement(
                    body: envelope, contentType: SealedScribe.openContentType, accept: "application/json",
                    prefersPromise: true)
            }
            var writer = JSONWriter(capacity: 2 * envelope.count + sealed.bytes.count + 128)
            writer.object { fields in
                fields.member("envelope", Base64.encode(envelope))
                fields.key("sealed")
                fields.raw(sealed.bytes)
            }
            return ForwardedStatement(
                body: writer.bytes, contentType: SealedScribe.contentType, accept: "application/json",
                prefersPromise: true)
        }
    }

    let scribe: PartyScribe
    /// Handed on, in order; not yet known to be in the log.
    private(set) var pending: [Draft] = []

    init(_ scribe: PartyScribe) { self.scribe = scribe }

    /// What is to be handed on now, in order.
    ///
    /// - Parameters:
    ///   - picture: what the log adds up to, with what this node could open.
    ///   - seen: the tree of that log.
    ///   - sayings: what the node is to say besides; asked only when nothing is on its way.
    /// - Returns: what is still on its way, else what became due since.
    /// - Throws: what signing and sealing throw.
    mutating func next(
        in picture: Picture, seen: TreeHead, sayings: (Int) -> [DutyScribe.Duty] = { _ in [] }
    ) throws -> [Draft] {
        let logged = picture.chains[ChainID(scribe.party, .node)]?.sequence ?? 0
        pending.removeAll { $0.sequence <= logged }
        guard pending.isEmpty else { return pending }
        // Nothing is written while somebody else's key speaks for the node, or nobody's.
        guard picture.register.parties[scribe.party]?.node?.key.id == scribe.key.publicKey.id else { return [] }
        var ahead = picture
        // What cannot be written must not keep the rest from being written: the limit is of what is.
        for deadline in DutyScribe.due(in: picture, sealedFor: scribe.party, limit: Self.maximumConsidered) {
            guard pending.count < Self.maximumPerRound else { break }
            guard let duty = DutyScribe.duty(for: deadline, in: ahead),
                let (draft, accepted) = try draft(duty, in: ahead, seen: seen)
            else { continue }
            ahead.apply(accepted)
            pending.append(draft)
        }
        func say(_ duty: DutyScribe.Duty, isSaying: Bool) throws {
            guard pending.count < Self.maximumPerRound, let (made, accepted) = try draft(duty, in: ahead, seen: seen)
            else { return }
            var draft = made
            if isSaying { draft.saying = duty }
            ahead.apply(accepted)
            pending.append(draft)
        }
        for duty in DutyScribe.alarms(of: scribe.party, in: picture) { try say(duty, isSaying: false) }
        for duty in sayings(Self.maximumPerRound - pending.count) { try say(duty, isSaying: true) }
        return pending
    }

    /// The host refused one: it and what follows it are drawn up anew from the log as it is then.
    ///
    /// - Returns: what the node was told to say, which nothing else would bring back.
    mutating func drop() -> [DutyScribe.Duty] {
        let sayings = pending.compactMap(\.saying)
        pending = []
        return sayings
    }

    private func draft(
        _ duty: DutyScribe.Duty, in picture: Picture, seen: TreeHead
    ) throws -> (draft: Draft, accepted: Accepted)? {
        guard let accord = picture.accord, let now = picture.clock.now else { return nil }
        guard duty.audience != nil else {
            guard let verified = try duty.signed(by: scribe.key, of: scribe.party, in: picture, seen: seen),
                let accepted = try? picture.decide(verified, opened: nil, rootAtSeen: seen.root)
            else { return nil }
            let draft = Draft(
                sequence: verified.statement.sequence, envelope: verified.signed.envelope.bytes, sealed: nil)
            return (draft, accepted)
        }
        let register = picture.register
        let opened = try OpenedBody(body: duty.body)
        // A party without a node reads nothing that is sealed.
        let readers = (duty.audience ?? []).filter { register.parties[$0]?.node != nil }
        let recipients = (readers + [scribe.party]).sorted().compactMap { party in
            register.parties[party]?.node.map { SealingRecipient(party, $0.sealingKey) }
        }
        let sealed = try SealedBody(sealing: [(body: opened, recipients: recipients)])
        let head = picture.chains[ChainID(scribe.party, .node)]
        let statement = Statement(
            accord: accord.id, party: scribe.party, officer: .node, kind: duty.kind.name, subject: duty.subject,
            sequence: (head?.sequence ?? 0) + 1, previous: head?.hash, seen: seen, saidAt: now,
            content: .restricted(opened.commitment, audience: readers, sealed: sealed.hash))
        let envelope = try Envelope(payload: statement.payload, signedBy: scribe.key)
        let verified = try VerifiedStatement(SignedStatement(envelope: envelope), by: scribe.key.publicKey)
        do {
            // The host sees its header alone; what it says is judged here before it is said.
            let accepted = try picture.decide(
                verified, opened: OpenedParts(opened, for: readers + [scribe.party]), rootAtSeen: seen.root)
            return (Draft(sequence: statement.sequence, envelope: envelope.bytes, sealed: sealed), accepted)
        } catch { return nil }
    }
}

extension Node {
    /// Whether all that the upstream has shown of the log is here.
    private var isCaughtUp: Bool { following?.phase == .live }

    /// Writes every second, until the node stops.
    func startWriting(for scribe: PartyScribe, logger: Logger) {
        keepDoing { [weak self] in
            var writer = SealedScribe(scribe)
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(1))
                guard let self, !Task.isCancelled else { return }
                await self.write(&writer, logger: logger)
            }
        }
    }

    /// Writes down what is due of what is sealed from the host, once all of the log is here.
    func write(_ scribe: inout SealedScribe, logger: Logger) async {
        guard case .following(let follower) = role, follower.halted == nil, isCaughtUp else { return }
        let state = publisher.state
        let drafts: [SealedScribe.Draft]
        do {
            drafts = try scribe.next(
                in: state.picture, seen: TreeHead(size: state.size, root: state.tree.root),
                sayings: { ownSayings.take($0) })
        } catch {
            logger.error("lapses not drawn up", metadata: ["error": "\(error)"])
            return
        }
        for draft in drafts {
            guard let answer = try? await follower.upstream.submit(draft.request) else { return }
            switch answer.status {
            case 200..<300, 409: continue
            case 400..<500:
                logger.warning("lapse refused", metadata: ["status": "\(answer.status)"])
                for saying in scribe.drop() { _ = ownSayings.add(saying) }
                return
            default: return
            }
        }
    }
}
