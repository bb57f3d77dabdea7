import Statements
import StrictJSON
import TestKit
import TransparencyLog

extension SaidStatement {
    /// The submission as a wrapper with its restricted body, on one line.
    var wrapper: [UInt8] {
        var writer = JSONWriter()
        writer.object { fields in
            fields.member("envelope", Base64.encode(envelope))
            if let opened {
                fields.member("opening", Base64.encode(opened.opening.bytes))
                fields.member("body", Base64.encode(opened.bytes))
            }
        }
        return writer.bytes
    }
}

/// The media type of a wrapper.
let wrapperType = "application/vnd.parley.submission+json"
