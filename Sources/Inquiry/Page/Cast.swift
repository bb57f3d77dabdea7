import Coordination
import Geodesy
import Statements
import StrictJSON
import TransparencyLog

/// Who is who, as far as the entries of a bundle say: names and grades for people to read.
struct Cast {
    struct Person {
        let name: JSONValue?
        let grade: String?
        let roles: [String]
    }

    private var parties: [PartyID: JSONValue] = [:]
    private var officers: [OfficerRef: [(entry: EntryIndex, person: Person)]] = [:]
    private(set) var accordName: JSONValue?
    private(set) var isExercise = false

    init(_ entries: [ProvedEntries.Entry]) {
        for entry in entries {
            guard case .open(let body) = entry.statement.content, var fields = try? body.object() else { continue }
            switch entry.statement.kind.rawValue {
            case "accord.found.v1":
                accordName = fields.present("name")
                isExercise = (try? fields.present("exercise")?.bool()) ?? false
                parties[entry.statement.party] = fields.present("hostName")
            case "party.enrol.v1":
                parties[PartyID(checked: entry.statement.subject.rawValue)] = fields.present("name")
            case "officer.enrol.v1":
                let officer = OfficerRef(
                    entry.statement.party, OfficerID(checked: entry.statement.subject.rawValue))
                let roles = (try? fields.present("roles")?.array(limit: 16)) ?? []
                let person = Person(
                    name: fields.present("name"), grade: try? fields.present("grade")?.string(),
                    roles: roles.compactMap { try? $0.string() })
                officers[officer, default: []].append((entry.index, person))
            default: break
            }
        }
    }

    /// What the party is called; nil when no entry says.
    func name(of party: PartyID) -> JSONValue? { parties[party] }

    /// The officer as enrolled before an entry.
    func officer(_ officer: OfficerRef, before index: EntryIndex) -> Person? {
        officers[officer]?.last { $0.entry < index }?.person
    }
}
