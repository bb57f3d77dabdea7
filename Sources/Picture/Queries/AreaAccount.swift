public import Coordination
public import Geodesy
public import Statements

/// How a place is named in a question: by its code, or by what it is called; neither is guessed from the other.
public enum PlaceKey: Hashable, Sendable {
    /// OCHA's place code, in any case.
    case pcode(String)
    /// The name as it was stated, in any case.
    case name(String)

    /// Whether a place is meant.
    public func matches(_ place: NamedPlace) -> Bool {
        switch self {
        case .pcode(let code): place.pcode?.lowercased() == code.lowercased()
        case .name(let name): place.name.lowercased() == name.lowercased()
        }
    }
}

/// All that is stated of one place, party by party and criterion by criterion; dissent side by side, no label.
public struct AreaAccount: Sendable {
    /// What a party stated.
    public struct Stated<Form: Sendable>: Sendable {
        /// The dossier.
        public let dossier: RecordID
        /// What it says.
        public let form: Form
        /// The statement.
        public let statement: StatementHash
        /// Its entry.
        public let provenance: Provenance
        /// Where others do not agree with just this statement.
        public let disputes: [Dossier.Said<DossierDispute>]
        /// Whether statements about the dossier could not be read here.
        public let isIncomplete: Bool

        /// Who stated it.
        public var party: PartyID { dossier.owner }
    }

    /// What one party holds of one criterion.
    public struct Held: Sendable {
        /// The party.
        public let party: PartyID
        /// What it found.
        public let criterion: AreaAssessment.Criterion
        /// As of when.
        public let asOf: Instant
        /// The statement.
        public let statement: StatementHash
    }

    /// One criterion, as the newest assessment of every party has it.
    public struct CriterionAccount: Sendable {
        /// The criterion.
        public let criterion: AreaCriterion
        /// What parties hold, in the order of their names.
        public let held: [Held]
        /// Parties whose newest assessment does not look at it.
        public let notLookedAt: [PartyID]

        /// Whether parties find different things, `unknown` included.
        public var differs: Bool { Set(held.map(\.criterion.finding)).count > 1 }
    }

    /// What one party holds of the criteria of a definition; it is no label, and nobody is told that one follows.
    public struct View: Sendable {
        /// The party.
        public let party: PartyID
        /// As of when.
        public let asOf: Instant
        /// The statement.
        public let statement: StatementHash
        /// Criteria that it holds to be met.
        public let met: [AreaCriterion]
        /// Criteria that it holds not to be met.
        public let notMet: [AreaCriterion]
        /// Criteria of which it says that it cannot tell.
        public let unknown: [AreaCriterion]
        /// Criteria that it did not look at.
        public let notLookedAt: [AreaCriterion]
    }

    /// That a party came to hold something else of a criterion.
    public struct Change: Sendable {
        /// The party.
        public let party: PartyID
        /// The criterion.
        public let criterion: AreaCriterion
        /// What it had found before.
        public let before: CriterionFinding
        /// As of when.
        public let beforeAsOf: Instant
        /// What it finds now.
        public let after: CriterionFinding
        /// As of when.
        public let afterAsOf: Instant
        /// The statement that says so.
        public let statement: StatementHash

        /// Whether both are of the same time, so that nothing changed but what the party says.
        public var isCorrection: Bool { beforeAsOf == afterAsOf }
    }

    /// A convoy to the place, with what it brought.
    public struct Delivery: Sendable {
        /// The convoy's request.
        public let request: Stated<ConvoyRequest>
        /// How far it has come.
        public let state: ConvoyState
        /// The people reached, as its owner reported; nil where no report says, never zero for it.
        public let peopleReached: Int64?
        /// The statement that reported it.
        public let report: StatementHash?
        /// The manifest, reconciled line by line.
        public let lines: [ManifestLedger.Line]
    }

    /// Which place.
    public let key: PlaceKey
    /// The log's clock.
    public let loggedAt: Instant?
    /// Whether the picture holds statements it cannot read, so that this may not be all.
    public let isPartial: Bool
    /// The place codes under which what follows was stated, in order; several are perhaps several places.
    public let pcodes: [String]
    /// The newest assessment of every party, in the order of their names.
    public let assessments: [Stated<AreaAssessment>]
    /// All assessments by party, then by the time they are of, those that were stated anew included.
    public let history: [Stated<AreaAssessment>]
    /// Needs stated of it, by sector, then by party.
    public let needs: [Stated<NeedStatement>]
    /// Convoys to it, in the order of their names.
    public let deliveries: [Delivery]
}

extension AreaAccount {
    /// Criteria that at least one party looked at, in the order of the definitions.
    public var criteria: [CriterionAccount] {
        AreaCriterion.allCases.compactMap { criterion in
            let held = assessments.compactMap { stated in
                stated.form.held(criterion).map {
                    Held(party: stated.party, criterion: $0, asOf: stated.form.asOf, statement: stated.statement)
                }
            }
            guard !held.isEmpty else { return nil }
            return CriterionAccount(
                criterion: criterion, held: held,
                notLookedAt: assessments.filter { $0.form.held(criterion) == nil }.map(\.party))
        }
    }

    /// Which criteria of a definition which party holds, as of when.
    public func views(of definition: AreaDefinition) -> [View] {
        assessments.map { stated in
            func those(_ finding: CriterionFinding?) -> [AreaCriterion] {
                definition.criteria.filter { stated.form.held($0)?.finding == finding }
            }
            return View(
                party: stated.party, asOf: stated.form.asOf, statement: stated.statement, met: those(.met),
                notMet: those(.notMet), unknown: those(.unknown), notLookedAt: those(nil))
        }
    }

    /// Where a party came to hold something else than before; a criterion not looked at meanwhile is no change.
    public var changes: [Change] {
        var changes: [Change] = []
        var last: [PartyID: [AreaCriterion: (finding: CriterionFinding, asOf: Instant)]] = [:]
        for stated in history {
            for held in stated.form.criteria {
                let before = last[stated.party]?[held.criterion]
                last[stated.party, default: [:]][held.criterion] = (held.finding, stated.form.asOf)
                guard let before, before.finding != held.finding else { continue }
                changes.append(
                    Change(
                        party: stated.party, criterion: held.criterion, before: before.finding,
                        beforeAsOf: before.asOf, after: held.finding, afterAsOf: stated.form.asOf,
                        statement: stated.statement))
            }
        }
        return changes
    }

    /// Convoys to the place that carried something for a sector.
    public func deliveries(in sector: String) -> [Delivery] {
        deliveries.filter { $0.request.form.sectors.contains(sector) }
    }
}
