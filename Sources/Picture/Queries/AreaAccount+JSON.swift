import Coordination
import Geodesy
import Statements
public import StrictJSON

extension AreaAccount {
    /// Writes it as replies show it; figures stand beside one another and are not added up.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            switch key {
            case .pcode(let code): fields.member("pcode", code)
            case .name(let name): fields.member("name", name)
            }
            if let loggedAt { fields.member("loggedAt", loggedAt.description) }
            fields.member("partial", isPartial)
            fields.names("pcodes", pcodes)
            fields.list("criteria", criteria) { $0.write(to: &$1) }
            fields.key("definitions")
            fields.object { item in
                for definition in AreaDefinition.allCases {
                    item.list(definition.rawValue, views(of: definition)) { $0.write(to: &$1) }
                }
            }
            fields.list("assessments", assessments) { stated, list in
                list.object { item in
                    stated.writeSource(to: &item)
                    item.key("details")
                    stated.form.write(to: &item)
                    item.key("tally")
                    stated.form.tally.write(to: &item)
                }
            }
            fields.list("changes", changes) { $0.write(to: &$1) }
            fields.list("needs", needs) { stated, list in
                list.object { item in
                    stated.writeSource(to: &item)
                    item.key("details")
                    stated.form.write(to: &item)
                }
            }
            fields.list("deliveries", deliveries) { $0.write(to: &$1) }
        }
    }
}

extension AreaAccount.Stated {
    func writeSource(to item: inout JSONWriter) {
        item.member("dossier", dossier.description)
        item.member("by", party.rawValue)
        item.member("statement", statement.description)
        item.provenance("stated", provenance)
        if !disputes.isEmpty { item.list("disputes", disputes) { $0.write(to: &$1) } }
        if isIncomplete { item.member("incomplete", true) }
    }
}

extension AreaAccount.CriterionAccount {
    func write(to list: inout JSONWriter) {
        list.object { item in
            item.member("criterion", criterion.rawValue)
            item.member("definition", criterion.definition.rawValue)
            item.member("text", criterion.sentence)
            item.member("differs", differs)
            item.list("held", held) { held, list in
                list.object { inner in
                    inner.member("by", held.party.rawValue)
                    inner.member("asOf", held.asOf.description)
                    inner.member("statement", held.statement.description)
                    inner.key("held")
                    held.criterion.write(to: &inner)
                }
            }
            item.names("notLookedAt", notLookedAt.map(\.rawValue))
        }
    }
}

extension AreaAccount.View {
    func write(to list: inout JSONWriter) {
        list.object { item in
            item.member("by", party.rawValue)
            item.member("asOf", asOf.description)
            item.member("statement", statement.description)
            item.names("met", met.map(\.rawValue))
            item.names("notMet", notMet.map(\.rawValue))
            item.names("unknown", unknown.map(\.rawValue))
            item.names("notLookedAt", notLookedAt.map(\.rawValue))
        }
    }
}

extension AreaAccount.Change {
    func write(to list: inout JSONWriter) {
        list.object { item in
            item.member("by", party.rawValue)
            item.member("criterion", criterion.rawValue)
            item.member("before", before.rawValue)
            item.member("beforeAsOf", beforeAsOf.description)
            item.member("after", after.rawValue)
            item.member("afterAsOf", afterAsOf.description)
            if isCorrection { item.member("correction", true) }
            item.member("statement", statement.description)
        }
    }
}

extension AreaAccount.Delivery {
    func write(to list: inout JSONWriter) {
        list.object { item in
            item.member("convoy", request.dossier.description)
            request.writeSource(to: &item)
            item.member("state", state.rawValue)
            item.key("period")
            item.timeWindow(request.form.period)
            item.names("sectors", request.form.sectors)
            item.member("peopleRequested", request.form.people)
            if let peopleReached { item.member("peopleReached", peopleReached) }
            if let report { item.member("report", report.description) }
            item.list("manifest", lines) { $0.write(to: &$1) }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func names(_ name: String, _ names: [String]) {
        key(name)
        array { list in for text in names { list.string(text) } }
    }

    fileprivate mutating func list<Element>(
        _ name: String, _ elements: [Element], _ write: (Element, inout JSONWriter) -> Void
    ) {
        key(name)
        array { list in for element in elements { write(element, &list) } }
    }
}
