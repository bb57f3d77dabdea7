import Picture
import ParleyNode
import Geodesy
import Statements
import TransparencyLog

/// What parties say, and how the network carries it.
extension World {
    func speak(_ number: Int) throws {
        schedule(.speaks(number), after: random.within(20...360))
        if clients[number].isHostile, random.happens(faults.hostileActs) { return try disturb(number) }
        if let pending = clients[number].pending {
            guard pending.sentAt.adding(seconds: SimulatedClient.patienceSeconds) <= now else { return }
            note("\(number) sends again")
            clients[number].pending?.sentAt = now
            return send(Message(client: number, said: pending.said))
        }
        guard now < end, shown.picture.accord != nil else { return }
        look(number)
        let others = accord.members.map(\.party).filter { $0 != clients[number].member.party }
        let said = try clients[number].compose(&random, shown.picture, at: now, others: others)
        clients[number].pending = SimulatedClient.Pending(said: said, sentAt: now)
        note("\(number) says \(said.hash)")
        send(Message(client: number, said: said))
    }

    /// Now and then a client fetches the newest checkpoint.
    private func look(_ number: Int) {
        guard random.happens(500), shown.size > clients[number].writer.seen.size else { return }
        clients[number].writer.seen = TreeHead(size: shown.size, root: shown.tree.root)
    }

    private func disturb(_ number: Int) throws {
        clients[number].resynchronise(with: shown.picture)
        clients[number].writer.seen = TreeHead(size: shown.size, root: shown.tree.root)
        let recent = ledger.acknowledged.entries.suffix(20).compactMap { entry in
            (try? SignedStatement(entry.envelope)).map {
                Hostility.StatementBytes(
                    envelope: entry.envelope, sealed: vault.sealed($0.hash), hash: $0.hash)
            }
        }
        let said = try Hostility.compose(clients[number], &random, log: recent, at: now)
        note("\(number) disturbs")
        send(Message(client: number, said: said))
    }

    private func send(_ message: Message) {
        let copies = random.happens(faults.duplicatedMessages) ? 2 : 1
        for _ in 0..<copies where !random.happens(faults.lostMessages) {
            schedule(.arrives(message), after: travelSeconds())
        }
    }

    private func travelSeconds() -> Int64 {
        random.happens(faults.lateMessages) ? random.within(60...900) : random.within(0...3)
    }

    func arrive(_ message: Message) {
        guard process != nil else { return note("nobody there") }
        process?.inbox.append(message)
        scheduleSequencing(after: random.within(0...2))
    }

    func scheduleSequencing(after seconds: Int64) {
        guard let running = process, !running.isScheduled else { return }
        process?.isScheduled = true
        schedule(.sequences(process: running.number), after: seconds)
    }

    func reply(to message: Message, _ answer: Answer) {
        guard message.client >= 0, !random.happens(faults.lostMessages) else { return }
        schedule(.answers(message.client, message.said.hash, answer), after: travelSeconds())
    }

    func hear(_ number: Int, _ hash: StatementHash, _ answer: Answer) {
        guard let pending = clients[number].pending, pending.said.hash == hash else { return }
        switch answer {
        case .taken(let proof):
            let verified = (try? proof.verify(entry: pending.said.envelope, log: accord.logSigner.verifierKey)) != nil
            ledger.require(verified, "a receipt does not verify against what was sent")
            clients[number].writer.advance(past: pending.said)
            let head = proof.checkpoint.checkpoint
            if head.size > clients[number].writer.seen.size {
                clients[number].writer.seen = TreeHead(size: head.size, root: head.root)
            }
            clients[number].pending = nil
        case .refused(let rule, let isOrder):
            clients[number].pending = nil
            if isOrder { clients[number].resynchronise(with: shown.picture) }
            // Whatever fails on the way, an honest client's statements never break these rules.
            let impossible: Set<String> = [
                "malformed-statement", "unknown-key", "bad-signature", "seen-ahead", "seen-other-root",
                "not-authorised", "key-of-another", "wrong-accord", "unknown-kind", "malformed-body",
                "commitment-mismatch", "body-not-here", "sealed-mismatch", "malformed-sealed-body",
                "sealed-for-another",
                "sealed-without-part", "sealed-to-other-key", "without-node",
            ]
            ledger.require(
                clients[number].isHostile || !impossible.contains(rule), "an honest statement was refused as '\(rule)'")
        }
    }
}
