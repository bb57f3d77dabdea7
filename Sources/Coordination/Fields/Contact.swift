import Statements
public import StrictJSON

/// Whom to call about a record: a function rather than a person, with ways that work at night.
public struct Contact: Hashable, Sendable {
    /// Telephone numbers one contact may have.
    public static let maximumPhones = 8

    /// The function that answers, such as "UN convoy leader".
    public let role: String
    /// E.164 numbers or what the theatre uses, in the order to try them; at least one way to call is required.
    public let phones: [String]
    /// Radio channel and call sign.
    public let radio: String?

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        role = try fields.required("role").text(limit: 200)
        var phones: [String] = []
        for phone in try fields.present("phones")?.array(limit: Self.maximumPhones) ?? [] {
            phones.append(try phone.text(limit: 60))
        }
        self.phones = phones
        radio = try fields.present("radio")?.text(limit: 120)
        try fields.finish()
        guard !phones.isEmpty || radio != nil else {
            throw value.refused("needs 'phones' or 'radio': somebody to call")
        }
    }

    /// Writes the object it was read from.
    public func write(to writer: inout JSONWriter) {
        writer.object { fields in
            fields.member("role", role)
            if !phones.isEmpty {
                fields.key("phones")
                fields.array { list in for phone in phones { list.string(phone) } }
            }
            if let radio { fields.member("radio", radio) }
        }
    }
}
