import HTTPAPI
import ParleyNode
import Picture
import Coordination
import HashTreeCollections
import Statements
import StrictJSON

/// Words for what the node's answers hold.
extension Turn {
    /// A text that is kept per language: this one's, else English, else the first.
    func text(_ value: JSONValue?) -> String {
        guard let value else { return "" }
        if let text = value.text { return text }
        return (value[language] ?? value["en"] ?? value.members.first?.value)?.text ?? ""
    }

    /// A party's name.
    func partyName(_ id: String) -> String { (try? PartyID(id)).map { name(of: $0) } ?? id }

    /// An officer's name.
    func officerName(_ party: String, _ officer: String) -> String {
        guard let holder = holder(party, officer),
            let found = visit.inside.node.publisher.state.picture.register.officers[holder]
        else { return officer }
        return found.name.text(in: language)
    }

    /// An officer's telephone numbers.
    func phones(_ party: String, _ officer: String) -> [String] {
        guard let holder = holder(party, officer),
            let found = visit.inside.node.publisher.state.picture.register.officers[holder]
        else { return [] }
        return found.contact?.phones ?? []
    }

    private func holder(_ party: String, _ officer: String) -> OfficerRef? {
        guard let party = try? PartyID(party), let officer = try? OfficerID(officer) else { return nil }
        return OfficerRef(party, officer)
    }
}
