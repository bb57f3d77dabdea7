import Geodesy
import Inquiry
import Statements
import StrictJSON
import TransparencyLog

/// Logs in which one thing is not as it should be, or looks odd and is in order, each as a bundle.
///
/// Everything is signed by the keys that the case says; what another verifier makes of it must be what we make of it.
struct JudgedCase {
    let name: String
    /// What we expect; the other verifier must agree with what we find, whatever that is.
    let holds: Bool
    let bytes: [UInt8]

    /// A party with two officers, and a record that one of them speaks of last.
    struct Scene {
        var log: PaperLog

        init() throws {
            log = try PaperLog()
            try log.found()
            try log.enrol(party: "p-1", name: #"{"en":"One"}"#)
            try log.enrol(party: "p-2", name: #"{"en":"Two"}"#)
            try log.enrol(officer: "o-1", of: "p-1", name: #"{"en":"First"}"#, expires: "2026-03-01T08:10:00Z")
            try log.enrol(officer: "o-2", of: "p-1", name: #"{"en":"Second"}"#)
            try log.enrol(officer: "o-3", of: "p-2", name: #"{"en":"Third"}"#)
        }

        mutating func speak(_ officer: String = "o-1", key: SigningKey? = nil) throws {
            try log.say("p-1", officer, "note.v1", "site", #"{"text":"here"}"#, key: key)
        }

        mutating func host(_ kind: String, _ party: String, _ body: String = #"{"reason":"r"}"#) throws {
            try log.say("neutral-host", "root", kind, party, body)
        }

        mutating func root(_ kind: String, _ subject: String, _ body: String = #"{"reason":"r"}"#) throws {
            try log.say("p-1", "root", kind, subject, body)
        }

        func bundle(opened: [InquiryBundle.Opened] = [], policy: String? = nil) throws -> InquiryBundle {
            InquiryBundle(
                logKey: log.logKey.vkey,
                record: RecordID(owner: PartyID(checked: "p-1"), subject: SubjectID(checked: "site")),
                madeAt: log.now, checkpoint: try log.checkpoint(), policy: policy, entries: log.carried(),
                opened: opened)
        }
    }

    static func make(_ name: String, _ holds: Bool, _ body: (inout Scene) throws -> Void) throws -> JudgedCase {
        var scene = try Scene()
        try body(&scene)
        return JudgedCase(name: name, holds: holds, bytes: try scene.bundle().bytes)
    }

    static func revocation(_ label: String) throws -> String {
        #"{"key":"\#(try PaperLog.key(label).publicKey.id)","reason":"r"}"#
    }

    static var keys: [JudgedCase] {
        get throws {
            [
                try make("plain", true) { try $0.speak() },
                try make("revoked", false) {
                    try $0.root("key.revoke.v1", "o-1", revocation("p-1/o-1"))
                    try $0.speak()
                },
                try make("said before it was revoked", true) {
                    try $0.speak()
                    try $0.root("key.revoke.v1", "o-1", revocation("p-1/o-1"))
                },
                try make("revoked by itself", false) {
                    try $0.log.say("p-1", "o-1", "key.revoke.v1", "o-1", revocation("p-1/o-1"))
                    try $0.speak()
                },
                try make("revoked by another officer, who may not", false) {
                    try $0.log.say("p-1", "o-2", "key.revoke.v1", "o-1", revocation("p-1/o-1"))
                    try $0.speak()
                },
                try make("revoked before it is enrolled", false) {
                    try $0.root("key.revoke.v1", "o-1", revocation("late"))
                    try $0.log.enrolKey("late", for: "o-1", of: "p-1")
                    try $0.speak(key: PaperLog.key("late"))
                },
                try make("enrolled twice, the second time for longer", true) {
                    try $0.root("officer.enrol.v1", "o-1", #"{"expires":"2027-01-01T00:00:00Z"}"#)
                    try $0.log.enrolKey("p-1/o-1", for: "o-1", of: "p-1")
                    try $0.log.tick(seconds: 700)
                    try $0.speak()
                },
                try make("one key for officers of two parties", true) {
                    try $0.log.say(
                        "p-2", "root", "key.enrol.v1", "o-3",
                        #"{"key":"\#(try PaperLog.spki("p-1/o-1"))","expires":"2027-01-01T00:00:00Z"}"#)
                    try $0.speak()
                },
                try make("an officer revokes a key of its own", true) {
                    try $0.log.say("p-1", "o-2", "key.revoke.v1", "o-1", revocation("p-1/o-2"))
                    try $0.speak()
                },
                try make("revoked by another party", true) {
                    try $0.log.say("p-2", "root", "key.revoke.v1", "o-1", revocation("p-2/o-3"))
                    try $0.speak()
                },
                try make("a revoked key enrolled again stays silent", false) {
                    try $0.root("key.revoke.v1", "o-1", revocation("p-1/o-1"))
                    try $0.log.enrolKey("p-1/o-1", for: "o-1", of: "p-1")
                    try $0.speak()
                },
                try make("before it expires", true) {
                    try $0.log.tick(seconds: 599)
                    try $0.speak()
                },
                try make("at the second it expires", false) {
                    try $0.log.tick(seconds: 600)
                    try $0.speak()
                },
                try make("released", false) {
                    try $0.root("officer.release.v1", "o-1")
                    try $0.speak()
                },
                try make("released and enrolled anew: the old key is silent", false) {
                    try $0.root("officer.release.v1", "o-1")
                    try $0.root("officer.enrol.v1", "o-1", #"{"expires":"2027-01-01T00:00:00Z"}"#)
                    try $0.speak()
                },
                try make("enrolled anew with a new key", true) {
                    try $0.root("officer.enrol.v1", "o-1", #"{"expires":"2027-01-01T00:00:00Z"}"#)
                    try $0.log.enrolKey("new", for: "o-1", of: "p-1")
                    try $0.speak(key: PaperLog.key("new"))
                },
                try make("a key for somebody who is not enrolled", false) {
                    try $0.log.enrolKey("p-1/o-9", for: "o-9", of: "p-1")
                    try $0.speak()
                },
                try make("an officer called root", false) {
                    try $0.root("officer.enrol.v1", "root", #"{"expires":"2027-01-01T00:00:00Z"}"#)
                    try $0.speak()
                },
                try make("a key for the node's name", false) {
                    try $0.log.enrolKey("p-1/x", for: "node", of: "p-1")
                    try $0.speak()
                },
                try make("another officer's key", false) { try $0.speak(key: PaperLog.key("p-1/o-2")) },
                try make("another party's key", false) { try $0.speak(key: PaperLog.key("p-2/o-3")) },
                try make("an unknown key", false) { try $0.speak(key: PaperLog.key("stranger")) },
            ]
        }
    }

    static var parties: [JudgedCase] {
        get throws {
            func newRoot(_ label: String) throws -> String {
                #"{"rootKey":"\#(try PaperLog.spki(label))","reason":"r"}"#
            }
            return [
                try make("enrolled twice", false) {
                    try $0.host("party.enrol.v1", "p-1", newRoot("other root"))
                    try $0.speak()
                },
                try make("enrolled by itself", false) {
                    try $0.root("party.enrol.v1", "p-9", newRoot("p-9/root"))
                    try $0.speak()
                },
                try make("left", false) {
                    try $0.root("party.leave.v1", "p-1")
                    try $0.speak()
                },
                try make("left by another", false) {
                    try $0.root("party.leave.v1", "p-2")
                    try $0.speak()
                },
                try make("left, and back with new keys", true) {
                    try $0.speak()
                    try $0.root("party.leave.v1", "p-1")
                    try $0.host("party.enrol.v1", "p-1", newRoot("p-1/root 2"))
                },
                try make("left, and back with the old root", false) {
                    try $0.root("party.leave.v1", "p-1")
                    try $0.host("party.enrol.v1", "p-1", newRoot("p-1/root"))
                    try $0.root("officer.enrol.v1", "o-4", #"{"expires":"2027-01-01T00:00:00Z"}"#)
                    try $0.speak()
                },
                try make("suspended", false) {
                    try $0.host("party.suspend.v1", "p-1")
                    try $0.speak()
                },
                try make("suspended, its root speaks", true) {
                    try $0.speak()
                    try $0.host("party.suspend.v1", "p-1")
                    try $0.root("officer.release.v1", "o-2")
                },
                try make("reinstated", true) {
                    try $0.host("party.suspend.v1", "p-1")
                    try $0.host("party.reinstate.v1", "p-1")
                    try $0.speak()
                },
                try make("suspended by another party", false) {
                    try $0.log.say("p-2", "root", "party.suspend.v1", "p-1", #"{"reason":"r"}"#)
                    try $0.speak()
                },
                try make("rekeyed, the old officer's key", false) {
                    try $0.host("party.rekey.v1", "p-1", newRoot("p-1/root 2"))
                    try $0.speak()
                },
                try make("rekeyed, the old root", false) {
                    try $0.host("party.rekey.v1", "p-1", newRoot("p-1/root 2"))
                    try $0.root("officer.release.v1", "o-2")
                    try $0.speak()
                },
                try make("rekeyed, the old officer's key enrolled again by the new root", true) {
                    try $0.host("party.rekey.v1", "p-1", newRoot("p-1/root 2"))
                    try $0.log.say(
                        "p-1", "root", "officer.enrol.v1", "o-1", #"{"expires":"2027-01-01T00:00:00Z"}"#,
                        key: PaperLog.key("p-1/root 2"))
                    let body = #"{"key":"\#(try PaperLog.spki("p-1/o-1"))","expires":"2027-01-01T00:00:00Z"}"#
                    try $0.log.say("p-1", "root", "key.enrol.v1", "o-1", body, key: PaperLog.key("p-1/root 2"))
                    try $0.speak()
                },
                try make("left, and back: a key for an officer of before", false) {
                    try $0.root("party.leave.v1", "p-1")
                    try $0.host("party.enrol.v1", "p-1", newRoot("p-1/root 2"))
                    let body = #"{"key":"\#(try PaperLog.spki("new"))","expires":"2027-01-01T00:00:00Z"}"#
                    try $0.log.say("p-1", "root", "key.enrol.v1", "o-1", body, key: PaperLog.key("p-1/root 2"))
                    try $0.speak(key: PaperLog.key("new"))
                },
                try make("rekeyed, a new key by the new root", true) {
                    try $0.host("party.rekey.v1", "p-1", newRoot("p-1/root 2"))
                    let body = #"{"key":"\#(try PaperLog.spki("new"))","expires":"2027-01-01T00:00:00Z"}"#
                    try $0.log.say("p-1", "root", "key.enrol.v1", "o-1", body, key: PaperLog.key("p-1/root 2"))
                    try $0.speak(key: PaperLog.key("new"))
                },
                try make("a stranger rekeyed", false) {
                    try $0.host("party.rekey.v1", "p-9", newRoot("p-9/root"))
                    try $0.speak()
                },
                try make("rekeyed while suspended stays suspended", false) {
                    try $0.host("party.suspend.v1", "p-1")
                    try $0.host("party.rekey.v1", "p-1", newRoot("p-1/root 2"))
                    let body = #"{"key":"\#(try PaperLog.spki("new"))","expires":"2027-01-01T00:00:00Z"}"#
                    try $0.log.say("p-1", "root", "key.enrol.v1", "o-1", body, key: PaperLog.key("p-1/root 2"))
                    try $0.speak(key: PaperLog.key("new"))
                },
                try make("founded twice", false) {
                    try $0.log.found()
                    try $0.speak()
                },
                try make("the policy by a party", false) {
                    try $0.root("witness.policy.v1", "policy", #"{"policy":"quorum none\n"}"#)
                    try $0.speak()
                },
            ]
        }
    }

    static var nodesAndClock: [JudgedCase] {
        get throws {
            func node(_ label: String) throws -> String {
                #"{"key":"\#(try PaperLog.spki(label))","sealingKey":"\#(Base64.encode(PaperLog.seed("sealing")))"}"#
            }
            return [
                try make("a node speaks", true) {
                    try $0.root("node.enrol.v1", "node-1", node("p-1/node"))
                    try $0.log.say("p-1", "node", "note.v1", "site", "{}")
                },
                try make("a node's old key", false) {
                    try $0.root("node.enrol.v1", "node-1", node("p-1/node"))
                    try $0.root("node.enrol.v1", "node-1", node("p-1/node 2"))
                    try $0.log.say("p-1", "node", "note.v1", "site", "{}")
                },
                try make("a node enrolled with the same key", true) {
                    try $0.root("node.enrol.v1", "node-1", node("p-1/node"))
                    try $0.root("node.enrol.v1", "node-1", node("p-1/node"))
                    try $0.log.say("p-1", "node", "note.v1", "site", "{}")
                },
                try make("a node revoked", false) {
                    try $0.root("node.enrol.v1", "node-1", node("p-1/node"))
                    try $0.root("node.revoke.v1", "node-1")
                    try $0.log.say("p-1", "node", "note.v1", "site", "{}")
                },
                try make("a node of a suspended party", false) {
                    try $0.root("node.enrol.v1", "node-1", node("p-1/node"))
                    try $0.host("party.suspend.v1", "p-1")
                    try $0.log.say("p-1", "node", "note.v1", "site", "{}")
                },
                try make("the clock goes back", false) {
                    try $0.log.tick(seconds: 120)
                    try $0.log.tick(seconds: -60)
                    try $0.speak()
                },
                try make("the clock stands still", true) {
                    try $0.log.tick(seconds: 60)
                    try $0.log.tick(seconds: 0)
                    try $0.speak()
                },
                try make("the clock by the root", false) {
                    try $0.host("clock.tick.v1", "clock", #"{"time":"2026-03-01T08:05:00Z"}"#)
                    try $0.speak()
                },
                try make("the clock by a party's node", false) {
                    try $0.root("node.enrol.v1", "node-1", node("p-1/node"))
                    try $0.log.say("p-1", "node", "clock.tick.v1", "clock", #"{"time":"2026-03-01T08:05:00Z"}"#)
                    try $0.speak()
                },
                try make("an enrolment whose body is not open", false) {
                    try $0.log.say("p-1", "root", "officer.release.v1", "o-2", #"{"reason":"r"}"#, audience: [])
                    try $0.speak()
                },
                try make("another accord", false) {
                    let (signed, _) = try $0.log.draft(
                        "p-1", "o-1", "note.v1", "site", "{}", accord: AccordID(checked: "elsewhere"))
                    try $0.log.log(signed.envelope.bytes)
                },
                try make("a tree seen that is not there yet", false) {
                    let (signed, _) = try $0.log.draft("p-1", "o-1", "note.v1", "site", "{}", seen: 999)
                    try $0.log.log(signed.envelope.bytes)
                },
                try make("one number twice", false) {
                    try $0.speak()
                    let (signed, _) = try $0.log.draft("p-1", "o-1", "note.v1", "site", "{}", sequence: 3)
                    try $0.log.log(signed.envelope.bytes)
                },
                try make("the next number after another statement", false) {
                    let (left, _) = try $0.log.draft("p-1", "o-1", "note.v1", "other", #"{"x":1}"#)
                    try $0.speak()
                    let next = try $0.log.draft("p-1", "o-1", "note.v1", "site", "{}").0
                    let text = String(decoding: next.envelope.payload, as: UTF8.self).replacing(
                        try #require(next.statement.previous).description, with: left.hash.description)
                    try $0.log.log(
                        Envelope(payload: Array(text.utf8), signedBy: PaperLog.key("p-1/o-1")).bytes)
                },
            ]
        }
    }
}

import Testing
