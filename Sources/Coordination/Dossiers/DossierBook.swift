import Geodesy
public import HashTreeCollections
public import Statements

/// Every dossier that is at hand.
public struct DossierBook: Sendable {
    /// Open dossiers one accord may have; those that are sealed are kept by whoever was given them.
    public static let maximumDossiers = 1_000_000

    /// Dossiers by name.
    public private(set) var dossiers: TreeDictionary<RecordID, Dossier> = [:]
    /// Names of the dossiers of each mechanism.
    private(set) var byMechanism: TreeDictionary<DossierMechanism, TreeSet<RecordID>> = [:]
    /// Convoys that travel as a notified movement.
    private var travelling: TreeDictionary<RecordID, TreeSet<RecordID>> = [:]
    /// Incidents by what they are about.
    private var happened: TreeDictionary<RecordID, TreeSet<RecordID>> = [:]
    /// Convoys of whose paper a clock waits for something.
    public private(set) var waiting: TreeSet<RecordID> = []
    private var openCount = 0

    /// A book without dossiers.
    public init() {}

    /// The dossier called `id`.
    public subscript(id: RecordID) -> Dossier? { dossiers[id] }

    /// The names of all of one mechanism, in order.
    public func names(of mechanism: DossierMechanism) -> [RecordID] { (byMechanism[mechanism] ?? []).sorted() }

    /// All of one mechanism that `reader` may read, in order of their names.
    public func all(_ mechanism: DossierMechanism, as reader: PartyID?) -> [Dossier] {
        names(of: mechanism).compactMap { dossiers[$0] }.filter { $0.isReadable(by: reader) }
    }

    /// The convoys that travel as this movement, in order of their names.
    public func convoys(of movement: RecordID) -> [RecordID] {
        (travelling[movement] ?? []).filter { id in
            // Stated anew, a convoy may travel as another movement.
            if case .convoy(let request)? = dossiers[id]?.stated.content { request.movement == movement } else { false }
        }.sorted()
    }

    /// The incidents that are about this record and that `reader` may read, in order of their names.
    public func incidents(about id: RecordID, as reader: PartyID?) -> [Dossier] {
        (happened[id] ?? []).sorted().compactMap { name in
            guard let dossier = dossiers[name], dossier.isReadable(by: reader),
                case .incident(let report) = dossier.stated.content, report.about.contains(id)
            else { return nil }
            return dossier
        }
    }

    /// Says whether a command may be taken.
    ///
    /// - Throws: the first rule broken.
    public func decide(
        _ command: DossierCommand, id: RecordID, by party: PartyID, in context: DossierContext
    ) throws(Refusal) {
        switch command {
        case .state(let matter):
            try matter.form.decide(in: context.rule)
            guard let current = dossiers[id] else {
                // What is open never depends on what is sealed, and so might be unknown here.
                guard context.rule.audience != .open || openCount < Self.maximumDossiers else {
                    throw .tooMany("open dossiers", limit: Self.maximumDossiers)
                }
                return
            }
            guard current.mechanism == matter.mechanism else {
                throw .otherMechanism(id, is: current.mechanism.rawValue)
            }
            guard current.audience == context.rule.audience else { throw .audienceDiffers(id) }
            guard current.revision < Dossier.maximumRevisions else {
                throw .tooMany("statements of one dossier; open another", limit: Dossier.maximumRevisions)
            }
            if case .convoy(let request) = matter { try current.paper?.decide(request, on: current) }
        case .step(let step, let of):
            let dossier = try dossier(of, for: party, in: context.rule)
            guard case .convoy(let request) = dossier.stated.content, let paper = dossier.paper else {
                throw .field("/convoy", "'\(of)' is no convoy but: \(dossier.mechanism.rawValue)")
            }
            try paper.decide(step, of: request, on: dossier, by: party, in: context)
        case .claim(let claim, let of):
            try dossier(of, for: party, in: context.rule).decide(claim, by: party, in: context.rule)
        case .dispute(let dispute, let of):
            let dossier = try dossier(of, for: party, in: context.rule)
            guard dossier.holds(dispute.statement) else {
                throw .field("/statement", "is no statement of '\(of)'")
            }
            guard dossier.disputes.count < Dossier.maximumDisputes else {
                throw .tooMany("disputes of one dossier", limit: Dossier.maximumDisputes)
            }
        }
    }

    /// The dossier that a party adds to, if it may; what is added goes to just those who have the dossier.
    private func dossier(_ id: RecordID, for party: PartyID, in context: RuleContext) throws(Refusal) -> Dossier {
        guard let dossier = dossiers[id], dossier.isReadable(by: party) else { throw .unknownRecord(id) }
        let circle: Set<PartyID>? =
            if case .parties(let parties) = context.audience { Set(parties).union([party]) } else { nil }
        guard circle == dossier.circle else { throw .audienceDiffers(id) }
        return dossier
    }

    /// Takes a command that was accepted; `clocks` start, stop and settle by it.
    public mutating func apply(
        _ command: DossierCommand, id: RecordID, by party: PartyID, clocks: inout DutyClocks, in context: DossierContext
    ) {
        guard let statement = context.rule.statement else { return }
        func said<Content>(_ content: Content) -> Dossier.Said<Content> {
            Dossier.Said(content: content, party: party, statement: statement, provenance: context.rule.provenance)
        }
        let name = command.dossier(id)
        switch command {
        case .state(let matter):
            if var dossier = dossiers[id] {
                if case .convoy = matter { dossier.paper?.settle(&clocks, at: context.rule.now) }
                dossier.restate(said(matter), in: context.rule)
                keep(dossier)
            } else {
                keep(Dossier(id: id, said(matter), in: context.rule))
            }
            guard case .convoy(let request) = matter, var dossier = dossiers[id] else { return }
            dossier.paper?.begin(request, id: id, isOpen: context.rule.audience == .open, &clocks, in: context)
            keep(dossier)
        case .step(let step, _):
            guard var dossier = dossiers[name], case .convoy(let request) = dossier.stated.content else { return }
            let isOpen = dossier.audience == .open
            dossier.paper?.take(said(step), of: request, id: name, isOpen: isOpen, &clocks, in: context)
            dossier.touch(context.rule)
            keep(dossier)
        case .claim(let claim, _):
            guard var dossier = dossiers[name] else { return }
            dossier.take(said(claim), in: context.rule)
            keep(dossier)
        case .dispute(let dispute, _):
            guard var dossier = dossiers[name] else { return }
            dossier.take(said(dispute), in: context.rule)
            keep(dossier)
        }
    }

    /// Takes what the header of a statement tells whose body cannot be read here.
    public mutating func apply(unread id: RecordID, in context: RuleContext) {
        guard var dossier = dossiers[id] else { return }
        dossier.miss(in: context)
        keep(dossier)
    }

    /// The body of a dossier was given to further parties.
    public mutating func widen(_ id: RecordID, by parties: [PartyID]) {
        guard var dossier = dossiers[id] else { return }
        dossier.widen(by: parties)
        keep(dossier)
    }

    private mutating func keep(_ dossier: Dossier) {
        if dossier.paper?.isWaiting == true { waiting.insert(dossier.id) } else { waiting.remove(dossier.id) }
        if case .convoy(let request) = dossier.stated.content, let movement = request.movement {
            travelling[movement, default: []].insert(dossier.id)
        }
        if case .incident(let report) = dossier.stated.content {
            for id in report.about { happened[id, default: []].insert(dossier.id) }
        }
        if dossiers.updateValue(dossier, forKey: dossier.id) == nil {
            byMechanism[dossier.mechanism, default: []].insert(dossier.id)
            if dossier.audience == .open { openCount += 1 }
        }
    }
}

/// What the rules of a dossier may look at besides the dossier itself.
public struct DossierContext: Sendable {
    /// What every rule may look at.
    public let rule: RuleContext
    /// The instruments in force.
    public let instruments: InstrumentRegister
    /// Parties, to know who takes part.
    public let register: PartyRegister

    /// A context from its parts.
    public init(rule: RuleContext, instruments: InstrumentRegister, register: PartyRegister) {
        self.rule = rule
        self.instruments = instruments
        self.register = register
    }
}
