import Statements
import StrictJSON
import TestKit
import TransparencyLog

extension SaidStatement {
    /// The submission as a wrapper with its sealed body, on one line.
    var wrapper: [UInt8] {
        var writer = JSONWriter()
        writer.object { fields in
            fields.member("envelope", Base64.encode(envelope))
            if let sealed {
                fields.key("sealed")
                fields.raw(sealed)
            }
        }
        return writer.bytes
    }
}

/// The media type of a wrapper.
let wrapperType = "application/vnd.parley.submission+json"
