import Coordination
import Geodesy
import HashTreeCollections
import Statements
import StrictJSON
import Testing
import TransparencyLog

@testable import Inquiry

/// Given the same entries, the table that a bundle is judged by and the register of a node say the same of every key.
@Suite struct SpeakerTableTests {
    /// Draws what is said next; whatever the register refuses is not logged.
    struct Walk {
        var log: PaperLog
        var register = PartyRegister()
        var random: Draws
        var roots: [String: String] = [:]
        var labels: [String] = []
        let parties = ["p-1", "p-2", "p-3"]

        init(seed: UInt64) throws {
            log = try PaperLog()
            random = Draws(state: seed)
            try log.found()
            let founding = try SignedStatement(log.entries[0]).statement
            guard case .open(let body) = founding.content else { return }
            register.apply(
                founding: try Accord(id: founding.accord, host: founding.party, body: body), at: EntryIndex(0))
        }

        mutating func step(_ number: Int) throws {
            let party = parties[random.below(parties.count)]
            let officer = ["o-1", "o-2"][random.below(2)]
            let label = labels.isEmpty ? "none" : labels[random.below(labels.count)]
            let expires = log.now.adding(seconds: Int64(1 + random.below(4)) * 120)
            switch random.below(14) {
            case 0, 1: return try log.tick(seconds: Int64(60 * (1 + random.below(3))))
            case 2, 3: try host("party.enrol.v1", party, #""name":{"en":"P"},"role":"humanitarian","#, root: number)
            case 4: try host("party.rekey.v1", party, #""reason":"lost","#, root: number)
            case 5: try host("party.suspend.v1", party, #""reason":"r""#, root: nil)
            case 6: try host("party.reinstate.v1", party, #""reason":"r""#, root: nil)
            case 7:
                try own(
                    party, "officer.enrol.v1", officer,
                    #"{"name":{"en":"O"},"grade":"OF-3","roles":["access"],"expires":"\#(expires)"}"#)
            case 8: try own(party, "officer.release.v1", officer, #"{"reason":"r"}"#)
            case 9, 10:
                let new = "\(party)/\(officer)/\(number)"
                try own(
                    party, "key.enrol.v1", officer, #"{"key":"\#(try PaperLog.spki(new))","expires":"\#(expires)"}"#)
                labels.append(new)
            case 11:
                let id = try PaperLog.key(label).publicKey.id
                try own(party, "key.revoke.v1", officer, #"{"key":"\#(id)","reason":"r"}"#)
            case 12:
                let sealing = Base64.encode(PaperLog.seed("sealing"))
                let new = "\(party)/node/\(random.below(3))"
                try own(
                    party, "node.enrol.v1", "node-1",
                    #"{"key":"\#(try PaperLog.spki(new))","sealingKey":"\#(sealing)"}"#)
                labels.append(new)
            default:
                let kinds = ["node.revoke.v1", "party.leave.v1"]
                try own(party, kinds[random.below(8) == 0 ? 1 : 0], party, #"{"reason":"r"}"#)
            }
        }

        private mutating func host(_ kind: String, _ party: String, _ members: String, root: Int?) throws {
            guard let root else {
                try say("neutral-host", kind, party, "{\(members)}", key: "neutral-host/root")
                return
            }
            let label = "\(party)/root/\(root)"
            let isTaken = try say(
                "neutral-host", kind, party, #"{\#(members)"rootKey":"\#(try PaperLog.spki(label))"}"#,
                key: "neutral-host/root")
            if isTaken { roots[party] = label }
        }

        private mutating func own(_ party: String, _ kind: String, _ subject: String, _ body: String) throws {
            guard let root = roots[party] else { return }
            try say(party, kind, subject, body, key: root)
        }

        @discardableResult
        private mutating func say(
            _ party: String, _ kind: String, _ subject: String, _ body: String, key: String
        ) throws -> Bool {
            let signer = try PaperLog.key(key)
            let (signed, _) = try log.draft(party, "root", kind, subject, body, key: signer)
            let speaker = OfficerRef(signed.statement.party, .root)
            guard let known = Kind(signed.statement.kind), case .open(let content) = signed.statement.content,
                (try? register.speaker(signer.publicKey.id, as: speaker, at: log.now)) != nil,
                case .parties(let command)? = try? Command(known, of: signed.statement, body: content),
                (try? register.decide(command, by: speaker, at: log.now)) != nil
            else { return false }
            let index = try log.log(signed.envelope.bytes)
            register.apply(command, by: speaker.party, at: index, now: log.now)
            return true
        }
    }

    @Test("every key speaks or is silent alike", arguments: UInt64(0)..<40)
    func agree(seed: UInt64) throws {
        var walk = try Walk(seed: seed)
        for number in 0..<90 { try walk.step(number) }
        let proved = try ProvedEntries(
            walk.log.carried(), in: walk.log.checkpoint().checkpoint, of: walk.log.logKey)
        #expect(proved.speakers.clock == walk.log.now)
        for (id, enrolled) in walk.register.keys {
            let speaker = OfficerRef(enrolled.party, enrolled.officer)
            let speaks =
                (try? walk.register.speaker(id, as: speaker, at: walk.log.now)) != nil
                && (try? walk.register.mayState(speaker)) != nil
            let silence = proved.speakers.silence(of: .init(owner: speaker, id: id))
            #expect((silence == nil) == speaks, "seed \(seed), key of \(speaker)")
        }
        #expect(proved.speakers.keys.count == walk.register.keys.count)
    }
}

/// A little generator of its own: the walk must not change when another suite's does.
struct Draws {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
