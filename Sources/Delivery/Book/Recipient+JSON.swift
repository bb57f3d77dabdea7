import Coordination
import Statements
import StrictJSON

extension Recipient {
    private static let maximumNameBytes = 200

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let party: PartyID = try fields.required("party").identifier()
        let officer: OfficerID? = try fields.optional("officer")?.identifier()
        id = RecipientID(party: party, officer: officer)
        name = try fields.required("name").text(limit: Self.maximumNameBytes)
        let list = try fields.required("languages")
        var languages: [Doctrine.Language] = []
        for language in try list.array(limit: Doctrine.Language.allCases.count) {
            languages.append(try language.word())
        }
        guard !languages.isEmpty, Set(languages).count == languages.count else {
            throw list.refused("must name each language that they read once, such as [\"ar\", \"en\"]")
        }
        self.languages = languages
        quiet = try fields.optional("quiet").map { value throws(JSONError) in try QuietHours(value) }
        let ways = try fields.required("means")
        var means: [Address] = []
        for way in try ways.array(limit: Self.maximumMeans) {
            let address = try Address(way)
            guard !means.contains(where: { $0.name == address.name }) else {
                throw way.refused("the name '\(address.name)' stands twice")
            }
            means.append(address)
        }
        guard !means.isEmpty else { throw ways.refused("must hold at least one way to reach '\(id)'") }
        self.means = means
        try fields.finish()
    }
}

extension QuietHours {
    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        let (from, to) = (try fields.required("from"), try fields.required("to"))
        (fromMinute, toMinute) = (try from.minuteOfDay(), try to.minuteOfDay())
        guard fromMinute != toMinute else { throw to.refused("must differ from 'from'; a whole day is not quiet") }
        except = try fields.required("except").word()
        try fields.finish()
    }
}

extension Address {
    private static let maximumPerHour: Int64 = 3_600_000
    private static let maximumSecrets = 4

    init(_ value: JSONValue) throws(JSONError) {
        var fields = try value.object()
        name = try fields.required("name").identifier()
        kind = try fields.required("means").word()
        switch kind {
        case .webhook: place = try Self.webhook(&fields)
        case .email:
            let box = try fields.required("address")
            guard let address = MailAddress(try box.string()) else {
                throw box.refused("must be a plain address such as duty@example.org")
            }
            place = .mailbox(address)
        case .smsQueue, .smsGateway:
            let number = try fields.required("number")
            guard let phone = PhoneNumber(try number.string()) else {
                throw number.refused("must be a number in international form, such as +963115550100")
            }
            place = .phone(phone)
        }
        carries = try Self.carries(&fields, kind)
        atLeast = try fields.optional("atLeast")?.word() ?? .routine
        perHour = Int(try fields.optional("perHour")?.integer(in: 1...Self.maximumPerHour) ?? Self.usualPerHour(kind))
        try fields.finish()
    }

    private static func usualPerHour(_ kind: MeansKind) -> Int64 {
        switch kind {
        case .webhook: 36_000
        case .email: 120
        case .smsQueue, .smsGateway: 30
        }
    }

    private static func webhook(_ fields: inout JSONObject) throws(JSONError) -> AddressPlace {
        let address = try fields.required("url")
        let url: WebhookURL
        do { url = try WebhookURL(checking: try address.string()) } catch let error as WebhookURLError {
            throw address.refused("\(error)")
        } catch { throw address.refused("must be a text") }
        let list = try fields.required("secrets")
        var secrets: [SecretName] = []
        for secret in try list.array(limit: maximumSecrets) { secrets.append(try secret.identifier()) }
        guard !secrets.isEmpty else {
            throw list.refused("must name at least one secret; an event that is not signed can be anybody's")
        }
        return .webhook(url: url, secrets: secrets)
    }

    private static func carries(_ fields: inout JSONObject, _ kind: MeansKind) throws(JSONError) -> Set<CarriedPart> {
        guard let list = fields.optional("carries") else { return [] }
        var parts: Set<CarriedPart> = []
        for value in try list.array(limit: CarriedPart.allCases.count) {
            let part: CarriedPart = try value.word()
            guard kind.mayCarry.contains(part) else {
                throw value.refused("a \(kind.rawValue) carries a reference alone, never '\(part.rawValue)'")
            }
            parts.insert(part)
        }
        return parts
    }
}

extension JSONValue {
    /// One word of a closed list; the error gives the list.
    func word<Word: RawRepresentable & CaseIterable>() throws(JSONError) -> Word where Word.RawValue == String {
        let text = try string()
        guard let word = Word(rawValue: text) else {
            throw refused("must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    /// `hh:mm`, UTC, as the minute of the day.
    func minuteOfDay() throws(JSONError) -> Int {
        let bytes = Array(try string().utf8)
        let isTime =
            bytes.count == 5 && bytes[2] == UInt8(ascii: ":")
            && [0, 1, 3, 4].allSatisfy { bytes[$0] >= 0x30 && bytes[$0] <= 0x39 }
        guard isTime else { throw refused("must be a time of day in UTC, such as 22:00") }
        let digits = bytes.map { Int($0) - 0x30 }
        let (hour, minute) = (digits[0] * 10 + digits[1], digits[3] * 10 + digits[4])
        guard hour < 24, minute < 60 else { throw refused("must be a time of day in UTC, such as 22:00") }
        return hour * 60 + minute
    }
}
