import Coordination
import Geodesy
import Statements
public import StrictJSON

extension HazardFinding {
    /// Writes it as replies show it.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("hazard", id.description)
            fields.metres("distanceMetres", distanceMillimetres)
            fields.member("area", area)
            fields.key("sentences")
            fields.array { list in for sentence in sentences { list.string(sentence) } }
            fields.key("stated")
            latest.write(to: &fields)
            fields.key("earlier")
            fields.array { list in for statement in earlier { statement.write(to: &list) } }
            if !disputes.isEmpty {
                fields.key("disputes")
                fields.array { list in for dispute in disputes { dispute.write(to: &list) } }
            }
            if isIncomplete { fields.member("incomplete", true) }
        }
    }
}

extension HazardFinding.Statement {
    func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("statement", statement.description)
            fields.provenance("said", provenance)
            if let separation {
                fields.metres("distanceMetres", separation.distanceMillimetres)
                fields.key("nearest")
                fields.position(separation.nearestHere)
            }
            fields.key("details")
            report.write(to: &fields)
        }
    }
}

extension Dossier.Said<DossierDispute> {
    /// Writes a dispute with who said it.
    func write(to list: inout JSONWriter) {
        list.object { item in
            content.write(to: &item)
            writeSource(to: &item)
        }
    }
}
