import Coordination
import Foundation
import HashTreeCollections
import Inquiry
import ParleyNode
import Picture
import Statements
import StrictJSON
import TransparencyLog

/// What must hold once faults have ended and everybody had time to agree.
extension Court {
    func judge(hasAgreed: Bool) {
        require(hasAgreed || isHostDishonest, "an honest world did not come to agree: \(world.whatIsOpen)")
        let logs = world.nodes.map { node in (node: node, log: log(of: node)) }
        for (node, log) in logs { checkReceipts(node, log) }
        for promise in promises { check(promise) }
        checkEvidence(logs.map(\.log))
        for (node, log) in logs { checkBodies(node, log, hasAgreed: hasAgreed) }
        checkHostBodies()
        if hasEquivocated, hasAgreed {
            require(evidence(of: "equivocation") > 0, "a party contradicted itself and nobody can show it")
        }
    }

    /// What a node shows, entry by entry.
    private func log(of node: NodeMachine) -> [[UInt8]] {
        guard let process = node.process else { return [] }
        let size = Int(process.publisher.state.size.value)
        return ((try? process.store.entries(from: EntryIndex(0), count: size)) ?? []).map(\.envelope)
    }

    /// What has a receipt is in every honest node's log, at its entry; a lying host is convicted where it is not.
    private func checkReceipts(_ node: NodeMachine, _ log: [[UInt8]]) {
        for receipt in receipts where Int(receipt.index.value) < log.count {
            let isThere = log[Int(receipt.index.value)] == receipt.envelope
            require(
                isThere || (isHostDishonest && evidence(of: "split-view") > 0),
                "entry \(receipt.index) got a receipt and is another one in the log of node \(node.place)")
        }
        guard !isHostDishonest else { return }
        for receipt in receipts {
            require(
                Int(receipt.index.value) < log.count,
                "entry \(receipt.index) got a receipt and node \(node.place) ends at \(log.count)")
        }
    }

    /// A promise is kept, or breaks into evidence.
    private func check(_ promise: Promise) {
        guard let process = world.nodes[promise.place - 1].process, let signed = process.publisher.state.checkpoint,
            signed.checkpoint.size.contains(promise.note.index)
        else { return require(isHostDishonest, "the promise of entry \(promise.note.index) is still open") }
        let index = promise.note.index
        guard let stored = try? process.store.entries(from: index, count: 1).first,
            let proof = try? InclusionProof(
                index: index, size: signed.checkpoint.size,
                reader: StateTiles(state: process.publisher.state, store: process.store))
        else { return require(false, "node \(promise.place) cannot prove entry \(index)") }
        let leaf = Hash.leaf(of: stored.envelope)
        guard leaf != promise.note.leaf else { return }
        require(isHostDishonest, "an honest host broke its promise of entry \(index)")
        let usurper = BrokenPromise.Usurper(leaf: leaf, path: proof.path)
        let evidence = BrokenPromise(promise: promise.note, checkpoint: signed, usurper: usurper).bytes
        require(isProven(evidence), "a broken promise does not convince a stranger")
        world.result.evidence["broken-promise", default: 0] += 1
    }

    /// Two histories at two honest nodes are evidence; an honest host leaves none.
    private func checkEvidence(_ logs: [[[UInt8]]]) {
        for machine in [world.host.evidence, world.host.contradictions] + world.nodes.map(\.evidence) {
            for alarm in machine.alarms() {
                guard let bytes = machine.evidence(alarm.file) else { continue }
                let isProven = isProven(bytes)
                if isProven { world.result.evidence[alarm.kind.rawValue, default: 0] += 1 }
                require(alarm.kind != .splitView || isProven, "a split view does not convince a stranger")
                require(alarm.kind != .splitView || isHostDishonest, "an honest host stands accused of two histories")
            }
        }
        let conflict = logs.contains { one in
            logs.contains { other in zip(one, other).contains { $0 != $1 } }
        }
        require(!conflict || isHostDishonest, "honest nodes end with different logs")
        require(!conflict || evidence(of: "split-view") > 0, "two histories are shown and nobody holds evidence")
    }

    private func evidence(of kind: String) -> Int { world.result.evidence[kind] ?? 0 }
}

/// No body ever lies outside its audience.
extension Court {
    private func checkBodies(_ node: NodeMachine, _ log: [[UInt8]], hasAgreed: Bool) {
        let names = Set(log.compactMap { try? SignedStatement($0).hash })
        let everything = Data(node.disk.journal + node.witnessDisk.journal + pictureText(of: node))
        for secret in secrets {
            let opened = node.vault.opened([secret.hash])[secret.hash]
            let isHeld = opened != nil || node.vault.sealed(secret.hash) != nil || holds(everything, secret.text)
            if !secret.parties.contains(node.party) {
                require(!isHeld, "node \(node.place) holds a body that is not for '\(node.party)'")
            } else if hasAgreed, names.contains(secret.hash) {
                if recalled.contains(secret.hash) {
                    require(opened == nil || !isRecallLogged(secret.hash, at: node), "a recalled body is still there")
                } else {
                    require(opened?.body(for: node.party) != nil, "node \(node.place) lacks a body that is for it")
                }
            }
        }
    }

    private func checkHostBodies() {
        let host = world.host
        let everything = Data(host.disk.journal)
        for secret in secrets {
            require(
                host.vault.opened([secret.hash]).isEmpty && !holds(everything, secret.text),
                "the host holds a body that it must not be able to read")
        }
    }

    private func isRecallLogged(_ hash: StatementHash, at node: NodeMachine) -> Bool {
        node.process?.publisher.state.picture.bodies.statements[hash]?.recalledAt != nil
    }

    private func pictureText(of node: NodeMachine) -> [UInt8] {
        guard let picture = node.process?.publisher.state.picture else { return [] }
        var writer = JSONWriter(capacity: 16_384)
        writer.array { list in
            for slot in picture.records.slots() { picture.records[slot].write(to: &list, now: picture.clock.now) }
        }
        return writer.bytes
    }

    private func holds(_ bytes: Data, _ text: String) -> Bool {
        bytes.range(of: Data(text.utf8)) != nil
    }
}
