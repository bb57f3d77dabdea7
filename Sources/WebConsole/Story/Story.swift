import Geodesy
import HTTPAPI
import Statements
import StrictJSON

/// The story of a record: everything that was said about it and that the reader may know of, in the log's order.
struct Story {
    /// One statement, as its template shows it.
    struct Step {
        let entry: UInt64
        let content: [String: Any]
    }

    let steps: [Step]
    /// Entries that are not shown, for there are too many.
    let left: Int
    /// How far the gathering has come.
    let upTo: UInt64

    /// Gathers it, asking for every entry as this reader.
    ///
    /// - Parameters:
    ///   - record: the record's name.
    ///   - shown: the record as the node shows it, from which the times come at which entries were logged.
    ///   - turn: who asks.
    /// - Returns: the story.
    /// - Throws: what the node answers to any of it, but for what this reader may not see.
    static func tell(_ record: RecordID, shown: JSONValue, _ turn: Turn) async throws -> Story {
        let index = turn.console.stories
        let (known, upTo) = index.entries(of: record)
        var loggedAt: [UInt64: String] = [:]
        collectTimes(shown, &loggedAt)
        var numbers = Set(known).union(loggedAt.keys.filter { known.isEmpty || $0 >= upTo })
        var answers: [(UInt64, JSONValue)] = []
        for number in numbers.sorted().suffix(turn.console.limits.storyEntries) {
            guard let entry = try await turn.askIfAny("/statements/\(number)"), tells(entry, of: record) else {
                continue
            }
            answers.append((number, entry))
        }
        let hashes = answers.compactMap { $0.1["hash"]?.text.flatMap { StatementHash(hex: $0) } }
        for number in index.lapses(of: hashes) where numbers.insert(number).inserted {
            guard let entry = try await turn.askIfAny("/statements/\(number)") else { continue }
            answers.append((number, entry))
        }
        answers.sort { $0.0 < $1.0 }
        return Story(
            steps: answers.map {
                Step(entry: $0.0, content: step($0.0, $0.1, loggedAt[$0.0] ?? index.loggedAt($0.0)?.description, turn))
            },
            left: max(0, numbers.count - turn.console.limits.storyEntries), upTo: upTo)
    }

    /// Whether what this reader may see of an entry says that it is about the record.
    ///
    /// What is sealed to others is not part of the reader's story, even where our own index knows what it is about.
    private static func tells(_ entry: JSONValue, of record: RecordID) -> Bool {
        if entry["party"]?.text == record.owner.rawValue, entry["subject"]?.text == record.subject.rawValue {
            return true
        }
        guard let body = entry["body"] else { return false }
        return mentions(body, record.description, depth: 0)
    }

    private static func mentions(_ value: JSONValue, _ name: String, depth: Int) -> Bool {
        guard depth < 4 else { return false }
        if value.text == name { return true }
        if value.kind == .array { return value.elements.contains { mentions($0, name, depth: depth + 1) } }
        return value.members.contains { mentions($0.value, name, depth: depth + 1) }
    }

    private static func collectTimes(_ value: JSONValue, _ times: inout [UInt64: String]) {
        if value.kind == .array { for element in value.elements { collectTimes(element, &times) } }
        guard value.kind == .object else { return }
        if let entry = value["entry"]?.number, entry >= 0, let logged = value["loggedAt"]?.text {
            times[UInt64(entry)] = logged
        }
        for member in value.members { collectTimes(member.value, &times) }
    }

    private static func step(_ number: UInt64, _ entry: JSONValue, _ loggedAt: String?, _ turn: Turn) -> [String: Any] {
        let words = turn.words
        let kind = entry["kind"]?.text ?? ""
        let party = entry["party"]?.text ?? ""
        let officer = entry["officer"]?.text ?? ""
        var out: [String: Any] = [
            "entry": String(number), "kind": kind, "kindLabel": words("kind.\(kind.replacing(".v1", with: ""))"),
            "party": turn.partyName(party), "partyID": party, "officer": turn.officerName(party, officer),
            "saidAt": entry["saidAt"]?.text ?? "", "hash": entry["hash"]?.text ?? "",
            "keyStart": String((entry["key"]?.text ?? "").prefix(8)),
        ]
        if let loggedAt { out["loggedAt"] = loggedAt }
        if let later = entry["body"]?["enteredLater"] {
            out["enteredLater"] = [
                "means": words("means.\(later["means"]?.text ?? "")"), "at": later["at"]?.text ?? "",
            ]
        }
        if let audience = entry["audience"] {
            let names = audience.elements.compactMap(\.text).map { turn.partyName($0) }
            out["sealedTo"] = names.isEmpty ? words("story.sealed-to-nobody") : names.joined(separator: ", ")
        }
        if let body = entry["body"] {
            let facts = Facts(turn).of(body)
            if !facts.isEmpty { out["facts"] = facts }
        } else if entry["audience"] != nil {
            out["unreadable"] = words("story.unreadable")
        }
        return out
    }
}
