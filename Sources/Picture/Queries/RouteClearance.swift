public import Coordination
import Geodesy
import HashTreeCollections
public import Statements
public import StrictJSON

/// What is known of a movement's way before it sets out, stretch by stretch.
///
/// Who controls each, and what that party was told and has passed down. It lists what is missing; that nothing is listed is no
/// leave to move, and no state here says so.
public struct RouteClearance: Sendable {
    /// Something that is missing on one stretch.
    public enum Gap: Hashable, Sendable {
        /// Nobody is named who controls it.
        case controlUnknown
        /// Who controls it has no party in this accord: nothing reaches it through this register.
        case noParty(String)
        /// The party that controls it is not among those who were told.
        case notTold(PartyID)
        /// The party no longer takes part.
        case gone(PartyID)
        /// No officer of the party has acknowledged the text in force.
        case notReceived(PartyID)
        /// It was received, and is not attested to have gone down to who acts there.
        case notDown(PartyID, DisseminationDepth?)
        /// The party doubts what was notified.
        case disputed(PartyID)
        /// No segment says anything of this stretch.
        case notCovered

        /// Its word, for programs.
        public var word: String {
            switch self {
            case .controlUnknown: "control-unknown"
            case .noParty: "no-party"
            case .notTold: "not-told"
            case .gone: "takes-no-part"
            case .notReceived: "not-received"
            case .notDown: "not-passed-down"
            case .disputed: "disputed"
            case .notCovered: "not-covered"
            }
        }

        /// What is missing, in a sentence.
        public var sentence: String {
            switch self {
            case .controlUnknown: "it is not known who controls it"
            case .noParty(let name): "'\(name)' has no party in this accord: nothing reaches it through this register"
            case .notTold(let party): "'\(party)' was not told of this movement"
            case .gone(let party):
                "'\(party)' no longer takes part: whatever it received before, nobody there undertakes to look"
            case .notReceived(let party): "no officer of '\(party)' has acknowledged the text in force"
            case .notDown(let party, let depth):
                depth.map { "with '\(party)' it went down to '\($0.rawValue)' only" }
                    ?? "'\(party)' has received it and not attested that it went down to anybody"
            case .disputed(let party): "'\(party)' doubts what was notified, and has no answer yet"
            case .notCovered: "no segment says who controls it"
            }
        }
    }

    /// One stretch of the way.
    public struct Stretch: Sendable {
        /// The leg, from 0.
        public let leg: Int
        /// Metres along the leg at which it begins.
        public let fromMetres: Int64
        /// Metres at which it ends.
        public let untilMetres: Int64
        /// Its name; nil for one that no segment covers.
        public let name: String?
        /// Who controls it, as the organiser holds it.
        public let controlledBy: NamedBody?
        /// What is missing.
        public let gaps: [Gap]
    }

    /// The movement.
    public let movement: RecordID
    /// The stretches, in order of travel.
    public let stretches: [Stretch]
    /// How it stands with every recipient.
    public let recipients: [RecipientState]

    /// What is said with it, whatever it lists.
    public static let doctrine =
        "What is missing is listed as far as this register knows. Where nothing is listed, that is not leave to move."
}

extension Picture {
    /// What is known of the way of a movement, for its owner; nil for anybody else, and where there is no such movement.
    public func routeClearance(of id: RecordID, as reader: PartyID?) -> RouteClearance? {
        guard let reader, reader == id.owner, case .movement(let movement)? = record(id) else { return nil }
        let states = recipientStates(of: id, as: reader)
        var stretches: [RouteClearance.Stretch] = []
        for (number, leg) in movement.details.legs.enumerated() {
            let length = Self.metres(of: leg.route.path)
            var reached: Int64 = 0
            func leave(until metres: Int64) {
                // A metre or two are the rounding of the segments' ends.
                guard metres > reached + 2 else { return }
                stretches.append(
                    .init(
                        leg: number, fromMetres: reached, untilMetres: metres, name: nil, controlledBy: nil,
                        gaps: [.notCovered]))
            }
            for segment in movement.details.form.segments where segment.leg == number {
                leave(until: min(segment.fromMetres, length))
                let end = min(segment.untilMetres ?? length, length)
                stretches.append(
                    .init(
                        leg: number, fromMetres: segment.fromMetres, untilMetres: end, name: segment.name,
                        controlledBy: segment.controlledBy, gaps: gaps(segment.controlledBy, states)))
                reached = max(reached, end)
            }
            leave(until: length)
        }
        return RouteClearance(movement: id, stretches: stretches, recipients: states)
    }

    private func gaps(_ control: NamedBody?, _ states: [RecipientState]) -> [RouteClearance.Gap] {
        guard let control else { return [.controlUnknown] }
        guard let party = control.party, let enrolled = register.parties[party] else { return [.noParty(control.name)] }
        guard enrolled.standing == .takesPart else { return [.gone(party)] }
        guard let state = states.first(where: { $0.party == party }) else { return [.notTold(party)] }
        var gaps: [RouteClearance.Gap] = []
        switch state.step {
        case .transmitted, .earlierReceived: gaps.append(.notReceived(party))
        case .received, .disseminated:
            if state.depth?.isOperating != true { gaps.append(.notDown(party, state.depth)) }
        }
        if state.isDisputed { gaps.append(.disputed(party)) }
        return gaps
    }

    private static func metres(of path: [Position]) -> Int64 {
        zip(path, path.dropFirst()).reduce(Int64(0)) { $0 + Int64(Geodesic.inverse($1.0, $1.1).distanceMetres) }
    }
}

extension RouteClearance {
    /// Writes it as replies show it.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("movement", movement.description)
            fields.member("note", Self.doctrine)
            fields.key("stretches")
            fields.array { list in for stretch in stretches { stretch.write(to: &list) } }
            fields.member("gaps", stretches.reduce(0) { $0 + $1.gaps.count })
            fields.key("recipients")
            fields.array { list in for state in recipients { state.write(to: &list) } }
        }
    }
}

extension RouteClearance.Stretch {
    func write(to list: inout JSONWriter) {
        list.object { item in
            item.member("leg", leg)
            item.member("fromMetres", fromMetres)
            item.member("untilMetres", untilMetres)
            if let name { item.member("name", name) }
            if let controlledBy {
                item.key("controlledBy")
                controlledBy.write(to: &item)
            }
            item.key("gaps")
            item.array { gaps in
                for gap in self.gaps {
                    gaps.object { inner in
                        inner.member("gap", gap.word)
                        inner.member("text", gap.sentence)
                    }
                }
            }
        }
    }
}
