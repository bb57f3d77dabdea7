public import Geodesy
import Statements
public import StrictJSON
import TransparencyLog

extension Dossier {
    /// Writes it as replies and the digest show it, in one fixed order of fields; `now` is the log's clock.
    public func write(to writer: inout JSONWriter, now: Instant) {
        writer.object { fields in
            fields.member("id", id.description)
            fields.member("mechanism", mechanism.rawValue)
            fields.member("owner", id.owner.rawValue)
            if let paper, case .convoy(let request) = stated.content {
                fields.member("state", paper.state(of: request, owner: id.owner, at: now).rawValue)
            }
            fields.member("revision", revision)
            fields.member("statement", stated.statement.description)
            fields.provenance("stated", stated.provenance)
            fields.key("details")
            stated.content.form.write(to: &fields)
            if !earlier.isEmpty {
                fields.key("earlier")
                fields.array { list in
                    for version in earlier {
                        list.object { item in
                            item.member("statement", version.statement.description)
                            item.provenance("stated", version.provenance)
                            item.key("details")
                            version.content.form.write(to: &item)
                        }
                    }
                }
            }
            if let paper, case .convoy(let request) = stated.content {
                paper.write(to: &fields, request, owner: id.owner, now: now)
            }
            if !claims.isEmpty {
                fields.key("claims")
                account.write(to: &fields)
            }
            if !disputes.isEmpty {
                fields.key("disputes")
                fields.array { list in
                    for dispute in disputes {
                        list.object { item in
                            dispute.content.write(to: &item)
                            dispute.writeSource(to: &item)
                        }
                    }
                }
            }
            if isIncomplete { fields.member("incomplete", true) }
            fields.key("audience")
            switch audience {
            case .open: fields.string("open")
            case .parties(let parties): fields.array { list in for party in parties { list.string(party.rawValue) } }
            }
        }
    }
}

extension Dossier.Said {
    /// Writes who said it, in which statement, and where that stands.
    public func writeSource(to fields: inout JSONWriter) {
        fields.member("by", party.rawValue)
        fields.member("source", statement.description)
        fields.provenance("said", provenance)
    }
}

extension ConvoyPaper {
    func write(to fields: inout JSONWriter, _ request: ConvoyRequest, owner: PartyID, now: Instant) {
        fields.key("steps")
        fields.array { list in
            for step in steps {
                list.object { item in
                    step.content.write(to: &item)
                    step.writeSource(to: &item)
                    let remarks = remarks.filter { $0.statement == step.statement }
                    if !remarks.isEmpty { item.strings("remarks", remarks.map(\.text)) }
                }
            }
        }
        for (name, clock) in [("answerClock", answerClock), ("lettersClock", lettersClock)] {
            guard let clock else { continue }
            fields.key(name)
            clock.write(to: &fields, now: now)
        }
        let impeded = impededAfterAgreement
        if !impeded.isEmpty {
            fields.key("impededAfterAgreement")
            fields.array { list in for step in impeded { list.string(step.statement.description) } }
        }
        fields.key("manifest")
        fields.array { list in
            for line in ManifestLedger(request, self, owner: owner).lines { line.write(to: &list) }
        }
    }
}

extension PaperClock {
    func write(to fields: inout JSONWriter, now: Instant) {
        fields.object { item in
            item.member("instrument", term.instrument.rawValue)
            item.member("clause", term.clause)
            item.member("since", since.description)
            item.member("due", due.description)
            item.member("waitingFor", id.party.rawValue)
            if let settledAt { item.member("settledAt", settledAt.description) }
            item.member("stopped", isStopped)
            guard !stops.isEmpty else { return }
            item.key("stops")
            item.array { list in
                for stop in stops {
                    list.object { inner in
                        inner.member("from", stop.from.description)
                        if let until = stop.until { inner.member("until", until.description) }
                        stop.decision.write(to: &inner)
                        inner.member("source", stop.statement.description)
                    }
                }
            }
        }
    }
}

extension ManifestLedger.Line {
    /// Writes the line as an object; what nobody stated is left out.
    public func write(to list: inout JSONWriter) {
        list.object { item in
            item.member("line", line.key)
            item.member("item", line.item)
            item.member("category", line.category)
            item.member("unit", line.unit)
            if let planned = line.planned { item.amount("planned", planned) }
            item.amount("requested", line.requested)
            for (name, stated) in [("agreed", agreed), ("loaded", loaded), ("delivered", delivered)] {
                guard let stated else { continue }
                item.amount(name, stated.amount)
            }
            if !removals.isEmpty {
                item.amount("removed", removed)
                item.key("removals")
                item.array { list in for removal in removals { removal.write(to: &list) } }
            }
            if let unaccounted, unaccounted != 0 { item.amount("unaccounted", unaccounted) }
            if !differences.isEmpty { item.strings("differences", differences) }
        }
    }
}

extension ManifestLedger.Removal {
    func write(to list: inout JSONWriter) {
        list.object { item in
            item.amount("amount", amount)
            item.member("stage", stage.rawValue)
            decision.write(to: &item)
            if let place {
                item.key("place")
                place.write(to: &item)
            }
            item.member("by", party.rawValue)
            item.member("source", statement.description)
        }
    }
}
