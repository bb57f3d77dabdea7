public import Coordination
public import Statements

/// Which dossiers.
public struct DossierQuery: Sendable {
    /// The most that one page holds.
    public static let maximumLimit = 200

    /// Who asks; nil reads only what is open.
    public var reader: PartyID?
    /// Of which mechanism.
    public var mechanism: DossierMechanism
    /// Only those of this owner.
    public var owner: PartyID?
    /// Only those at the place with this code.
    public var pcode: String?
    /// Only those after this name.
    public var after: RecordID?
    /// At most so many.
    public var limit: Int

    /// All of one mechanism that `reader` may see.
    public init(reader: PartyID?, mechanism: DossierMechanism, limit: Int = 50) {
        self.reader = reader
        self.mechanism = mechanism
        self.limit = min(max(1, limit), Self.maximumLimit)
    }
}

extension Picture {
    /// A page of dossiers in order of their names, and the name after which the next begins.
    public func dossiers(matching query: DossierQuery) -> (dossiers: [Dossier], next: RecordID?) {
        var found: [Dossier] = []
        for id in dossiers.names(of: query.mechanism) {
            if let after = query.after, id <= after { continue }
            if let owner = query.owner, id.owner != owner { continue }
            guard let dossier = dossiers[id], dossier.isReadable(by: query.reader) else { continue }
            if let code = query.pcode, !dossier.places.contains(where: { PlaceKey.pcode(code).matches($0) }) {
                continue
            }
            guard found.count < query.limit else { return (found, found.last?.id) }
            found.append(dossier)
        }
        return (found, nil)
    }
}

extension Dossier {
    /// The places that it is about.
    public var places: [NamedPlace] { stated.content.places }
}
