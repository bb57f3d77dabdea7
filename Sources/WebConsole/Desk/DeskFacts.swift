import ParleyNode
import Geodesy
import HTTPAPI
import Statements
import StrictJSON
import TransparencyLog

/// What a party's desk is made of: what the node answers to its officers about everything that may need one of them now.
struct DeskFacts: Sendable {
    /// Everything unanswered that this party is missing from, or waits for.
    let openEnds: JSONValue
    /// What is owed about notices.
    let notices: JSONValue
    /// Movements that are under way or overdue.
    let movements: [JSONValue]
    /// The lines in which the party has a cell.
    let lines: [Line]
    /// Changes when any of it does; ages alone do not count.
    let digest: Hash

    /// A line, and who is on duty there.
    struct Line: Sendable {
        let line: JSONValue
        /// By party, those of the party itself first; nil where a roster could not be read.
        let rosters: [(party: String, roster: JSONValue)]
    }

    /// Asks for everything, as an officer of the party.
    ///
    /// - Throws: the problem with which the node answers.
    static func gather(_ visit: Visit, as caller: Caller, limits: ConsoleLimits) async throws -> DeskFacts {
        func ask(_ path: String, _ query: String? = nil) async throws -> JSONValue {
            let response = try await visit.ask(path, query: query, as: caller, language: "en")
            return try JSONDocument(
                try await response.gathered(), limits: .init(maximumBytes: 64 * 1_048_576)
            ).root
        }
        let openEnds = try await ask("/open-ends", "party=\(caller.party.rawValue)&limit=\(limits.deskRows)")
        let notices = try await ask("/notices/open")
        let movements =
            try await ask(
                "/records", "mechanism=movement&state=under-way,overdue&limit=\(limits.deskRows)")["records"]?.elements
            ?? []
        var lines: [Line] = []
        let now = visit.inside.node.clock.now()
        let until = now.adding(seconds: 86_400)
        for line in (try await ask("/lines"))["lines"]?.elements ?? [] {
            let parties = line["parties"]?.elements.compactMap { $0["party"]?.text } ?? []
            guard parties.contains(caller.party.rawValue), let id = line["id"]?.text else { continue }
            var rosters: [(String, JSONValue)] = []
            for party in [caller.party.rawValue] + parties.filter({ $0 != caller.party.rawValue }).sorted() {
                let query = "party=\(party)&from=\(now)&until=\(until)"
                if let roster = try? await ask("/lines/\(id)/roster", query) { rosters.append((party, roster)) }
            }
            lines.append(Line(line: line, rosters: rosters))
        }
        var digest = Self.lasting(openEnds) + Self.lasting(notices)
        for movement in movements { digest += Self.lasting(movement) }
        for line in lines {
            digest += Self.lasting(line.line)
            for (party, roster) in line.rosters {
                digest += Array(party.utf8)
                // The period that was asked about moves with the clock; who is on duty in it does not.
                digest += roster["spells"].map(Self.lasting) ?? []
                for spell in roster["spells"]?.elements ?? [] {
                    // A shift that begins changes the desk, too.
                    digest.append((spell["from"]?.text ?? "") <= now.description ? 1 : 0)
                }
                digest += roster["findings"].map(Self.lasting) ?? []
            }
        }
        return DeskFacts(
            openEnds: openEnds, notices: notices, movements: movements, lines: lines, digest: .sha256(of: digest))
    }

    /// What of a value lasts: everything but ages and what an answer rests on.
    private static func lasting(_ value: JSONValue) -> [UInt8] {
        switch value.kind {
        case .object:
            var out: [UInt8] = [0x7B]
            for member in value.members where !["ageSeconds", "knowledge", "doctrine", "askedAt"].contains(member.key) {
                out += Array(member.key.utf8) + [0x3A] + lasting(member.value)
            }
            return out
        case .array: return value.elements.reduce(into: [0x5B]) { $0 += lasting($1) }
        default: return Array(value.rawBytes) + [0x2C]
        }
    }
}
