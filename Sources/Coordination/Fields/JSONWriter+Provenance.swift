import Geodesy
import Statements
public import StrictJSON
import TransparencyLog

extension JSONWriter {
    /// Who said it, when, and where it stands in the log.
    public mutating func provenance(_ name: String, _ provenance: Provenance) {
        key(name)
        object { fields in
            fields.member("entry", provenance.entry.value)
            fields.member("loggedAt", provenance.loggedAt.description)
            fields.member("saidAt", provenance.saidAt.description)
            fields.member("officer", provenance.officer.rawValue)
        }
    }
}
