import Coordination
import Geodesy
public import StrictJSON

/// Which column of a list becomes which field of a notification: the mapping file, read and checked.
///
/// The form is documented with examples in `Examples/mappings/README.md`. It is strict: a field it does not know is
/// refused, and so is a mapping that does not state who consented.
public struct ListMapping: Sendable {
    /// The two kinds of lists.
    public enum Format: String, CaseIterable, Sendable {
        case csv
        case geojson
    }

    /// How a record gets its name in the accord.
    enum Subject: Sendable {
        /// The column's value, in lower case, behind the prefix.
        case column(String, prefix: String)
        /// Letters and digits of the column's value, and the row's number, behind the prefix.
        case slug(of: String, prefix: String)
    }

    /// One language of the name.
    struct Name: Sendable {
        let language: String
        let source: TextSource
        let mayBeEmpty: Bool
    }

    /// Where the place comes from.
    enum Place: Sendable {
        case columns(latitude: String, longitude: String, takesComma: Bool)
        case geometry(routeHalfWidthMillimetres: Int64?, explodesMultiPoint: Bool)
    }

    struct Given: Sendable {
        let text: TextSource?
        let method: TextSource?
        let precisionMillimetres: ValueSource<Int64>?
    }

    struct Validity: Sendable {
        let from: TextSource
        let until: TextSource?
        /// `Z` or `±hh:mm`; what dates without a time are read with.
        let dateOffset: String?
    }

    struct Consent: Sendable {
        let by: TextSource
        let givenAt: TextSource
        let reference: TextSource?
    }

    struct Contact: Sendable {
        let role: TextSource
        let phones: [TextSource]
        let radio: TextSource?
    }

    struct LanguageCheck: Sendable {
        let column: String
        let script: Script
    }

    /// What the list is, for the report.
    public let title: String
    /// The kind of list.
    public let format: Format
    let separator: UInt8?
    let subject: Subject
    let category: ValueSource<NotificationCategory>
    let kind: ValueSource<SiteKind>
    let names: [Name]
    let placeCode: TextSource?
    let place: Place
    let radiusMillimetres: Int64
    let given: Given?
    let standOffClass: ValueSource<String>
    let valid: Validity
    let consent: Consent
    let contact: Contact
    let skips: [SkipCondition]
    let expectedBox: ExpectedBox?
    let languageChecks: [LanguageCheck]
    let duplicateMillimetres: Int64
    let removesInvisible: Bool

    /// The longest mapping file, in bytes.
    public static let maximumBytes = 1 << 20

    /// Reads a mapping file.
    ///
    /// - Throws: `JSONError` naming the field and the rule.
    public init(_ bytes: [UInt8]) throws(JSONError) {
        let document = try JSONDocument(bytes, limits: .init(maximumBytes: Self.maximumBytes))
        try self.init(document.root)
    }

    /// The columns that the mapping reads, each with the field of the mapping that names it.
    var columns: [(column: String, field: String)] {
        var found: [(String, String)] = []
        switch subject {
        case .column(let column, _), .slug(let column, _): found.append((column, "/subject"))
        }
        found += category.columns("/category") + kind.columns("/kind") + standOffClass.columns("/standOffClass")
        for name in names { found += name.source.columns("/name/\(name.language)") }
        if let placeCode { found += placeCode.columns("/placeCode") }
        if case .columns(let latitude, let longitude, _) = place {
            found += [(latitude, "/place/latitude"), (longitude, "/place/longitude")]
        }
        if let given {
            found += (given.text?.columns("/given/text") ?? []) + (given.method?.columns("/given/method") ?? [])
            found += given.precisionMillimetres?.columns("/given/precisionMetres") ?? []
        }
        found += valid.from.columns("/valid/from") + (valid.until?.columns("/valid/until") ?? [])
        found += consent.by.columns("/consent/by") + consent.givenAt.columns("/consent/givenAt")
        found += (consent.reference?.columns("/consent/reference") ?? []) + contact.role.columns("/contact/role")
        for phone in contact.phones { found += phone.columns("/contact/phones") }
        found += contact.radio?.columns("/contact/radio") ?? []
        for skip in skips { found.append((skip.column, "/skipWhen")) }
        for check in languageChecks { found.append((check.column, "/languageChecks")) }
        return found
    }
}
