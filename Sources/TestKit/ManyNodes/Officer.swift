import Coordination
import Geodesy
import HashTreeCollections
import ParleyNode
import Picture
import Statements
import TransparencyLog

/// A party's officer: says one thing at a time, asks for receipts, and believes only what verifies.
// Touched by jobs of one conductor alone, one at a time.
final class Officer: @unchecked Sendable {
    private struct Own {
        let subject: String
        let hash: StatementHash
        let audience: [PartyID]?
        var isOver = false
    }

    unowned let world: ManyWorld
    let node: NodeMachine
    let member: TestAccord.Member
    var writer: StatementWriter
    /// Statements that were taken and whose receipt has not come.
    private var unproven: [SaidStatement] = []
    private var own: [Own] = []
    private var usesLogTime = false
    private var number = 0
    /// Whether it is to sign two statements for one place of its chain.
    var equivocates = false
    private(set) var isBusy = false
    let life = Life()

    init(_ world: ManyWorld, _ node: NodeMachine, _ member: TestAccord.Member, _ writer: StatementWriter) {
        self.world = world
        self.node = node
        self.member = member
        self.writer = writer
    }

    /// Whether nothing is awaited any more.
    var isSettled: Bool { !isBusy && unproven.isEmpty }

    private var place: Int { node.place }

    /// Speaks until the faults end, then waits for what is still open.
    func work() async {
        do {
            while !world.isOver {
                await world.conductor.sleep(world.random.within(1_200...5_000))
                look()
                if !world.isQuiet { try await speak() }
                for said in unproven { try await askReceipt(of: said) }
            }
        } catch { world.court.require(false, "an officer's client failed: \(error)") }
    }

    /// Takes the newest state that its own node shows.
    private func look() {
        guard let state = node.process?.publisher.state, state.size > writer.seen.size else { return }
        writer.seen = TreeHead(size: state.size, root: state.tree.root)
    }

    private func speak() async throws {
        isBusy = true
        defer { isBusy = false }
        let (said, made) = try compose()
        let prefersPromise = world.random.happens(200)
        while !world.isOver {
            switch await send(said, prefersPromise: prefersPromise) {
            case .receipt(let receipt):
                accept(receipt, of: said)
                return try await taken(said, made)
            case .promise(let promise):
                world.court.promised(promise, said, to: node)
                unproven.append(said)
                return try await taken(said, made)
            case .refused(let rule):
                world.note("\(place): refused \(rule)")
                world.court.refused(rule)
                usesLogTime = rule == "backdated" || rule == "from-the-future"
                return resynchronise()
            case .later, nil: await world.conductor.sleep(world.random.within(300...2_000))
            }
        }
    }

    private func taken(_ said: SaidStatement, _ made: Own?) async throws {
        if equivocates {
            equivocates = false
            try await contradict(said)
        }
        writer.advance(past: said)
        if let made { own.append(made) }
    }

    private func resynchronise() {
        guard let picture = node.process?.publisher.state.picture,
            let head = picture.chains[ChainID(member.party, member.officer)], head.sequence >= writer.sequence
        else { return }
        (writer.sequence, writer.previous) = (head.sequence, head.hash)
    }

    private func send(_ said: SaidStatement, prefersPromise: Bool) async -> HostBranch.Answer? {
        let heard = Signal<HostBranch.Answer>()
        let network = world.network
        network.post(place, 0, copies: true) { [world, place] in
            let message = HostBranch.Message(said: said, prefersPromise: prefersPromise) { answer in
                network.post(0, place) { heard.fire(answer) }
            }
            world.host.branch(for: place)?.take(message)
        }
        return await heard.wait(4_000, by: world.conductor)
    }

    private func askReceipt(of said: SaidStatement) async throws {
        let receipt: LogProof?
        do {
            receipt = try await world.network.ask(place, 0, life, within: 3_000) {
                guard let branch = self.world.host.branch(for: self.place) else { return nil }
                guard let index = try branch.store.index(of: said.hash) else { return nil }
                return try branch.receipt(of: index)
            }
        } catch { return }
        if let receipt { accept(receipt, of: said) } else if world.court.isLost(said) { forget(said) }
    }

    private func accept(_ receipt: LogProof, of said: SaidStatement) {
        guard (try? receipt.verify(entry: said.envelope, log: world.logKey)) != nil else {
            return world.court.require(false, "a receipt does not verify against what was sent")
        }
        world.court.received(receipt, of: said)
        forget(said)
    }

    private func forget(_ said: SaidStatement) { unproven.removeAll { $0.hash == said.hash } }

    /// Signs another statement for the place of one that was taken, and sends it too.
    private func contradict(_ said: SaidStatement) async throws {
        let body = Bodies.site("Another story of \(member.party)", from: said.time, consentAt: said.time)
        let other = try writer.draft(
            Kind.notificationNotify.name, "other-\(said.sequence)", body, at: said.time, as: member.officer,
            with: member.officerKey)
        world.note("\(place): contradicts \(said.hash)")
        world.court.equivocated()
        // A host that restarts before a witness has seen both forgets the pair; the quarrel goes on until it is kept.
        while !world.isOver, world.host.contradictions.alarms().isEmpty {
            _ = await send(other, prefersPromise: false)
            await world.conductor.sleep(1_000)
        }
    }
}

extension Officer {
    private func compose() throws -> (SaidStatement, Own?) {
        number += 1
        let wall = world.wall(of: place)
        let logged = node.process?.publisher.state.picture.clock.now
        let time = usesLogTime ? logged ?? wall : wall
        let open = own.indices.filter { !own[$0].isOver }
        let subject = "r-\(number)"
        let name = "\(member.party) \(number) \(world.random.next())"
        let place = world.random.within(350_000_000...370_000_000)
        if let at = world.random.one(of: open), world.random.happens(350) {
            return (try follow(at, name, place, time), nil)
        }
        if world.random.happens(150), let said = try add(name, time) { return (said, nil) }
        let others = world.accord.members.map(\.party).filter { $0 != member.party }
        var audience: [PartyID]?
        if world.random.happens(350) {
            let first = world.random.below(others.count)
            let second = world.random.below(others.count)
            audience = Set([others[first], others[second]]).sorted()
        }
        if world.random.happens(250) {
            let body = Bodies.convoyRequest(
                name, answeredBy: ("Ministry", others.first?.rawValue), from: time,
                until: time.adding(seconds: 86_400))
            let said = try draft(.convoyRequest, "d-\(number)", body, time, audience)
            if let audience { world.court.restricted(said, text: name, to: audience + [member.party]) }
            return (said, nil)
        }
        let body = Bodies.site(name, latitudeE7: place, from: time, consentAt: time)
        let said = try draft(.notificationNotify, subject, body, time, audience)
        if let audience { world.court.restricted(said, text: name, to: audience + [member.party]) }
        return (said, Own(subject: subject, hash: said.hash, audience: audience))
    }

    /// Adds to the paper of a convoy that this officer's node shows, its own or another's, for just those who have it.
    private func add(_ name: String, _ time: Instant) throws -> SaidStatement? {
        let shown = node.process?.publisher.state.picture.dossiers.all(.convoy, as: member.party) ?? []
        guard let dossier = world.random.one(of: shown) else { return nil }
        var audience: [PartyID]?
        if case .parties(let parties) = dossier.audience {
            audience = Set(parties).union([dossier.id.owner]).subtracting([member.party]).sorted()
        }
        let body = Bodies.step(
            of: dossier.id.description, [], at: time, lines: [("flour", "kg", Int64(number))], note: name)
        let said = try draft(.convoyLoad, "a-\(number)", body, time, audience)
        if let audience { world.court.restricted(said, text: name, to: audience + [member.party]) }
        return said
    }

    private func follow(_ at: Int, _ name: String, _ latitude: Int64, _ time: Instant) throws -> SaidStatement {
        let record = own[at]
        if record.audience != nil, world.random.happens(500) {
            own[at].isOver = true
            let body = Bodies.recall(record.hash)
            world.court.recalled(record.hash)
            return try draft(.bodyRecall, record.subject, body, time, nil)
        }
        if world.random.happens(400) {
            own[at].isOver = true
            return try draft(.notificationWithdraw, record.subject, Bodies.reason(name), time, record.audience)
        }
        let body = Bodies.site(name, latitudeE7: latitude, from: time, consentAt: time)
        let said = try draft(.notificationAmend, record.subject, body, time, record.audience)
        if let audience = record.audience { world.court.restricted(said, text: name, to: audience + [member.party]) }
        return said
    }

    private func draft(
        _ kind: Kind, _ subject: String, _ body: [UInt8], _ time: Instant, _ audience: [PartyID]?
    ) throws -> SaidStatement {
        try writer.draft(
            kind.name, subject, body, at: time, as: member.officer, with: member.officerKey, audience: audience)
    }
}

extension SaidStatement {
    /// When it says that it was said.
    fileprivate var time: Instant { (try? SignedStatement(envelope).statement.saidAt) ?? .earliest }
}
