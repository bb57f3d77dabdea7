import Statements
public import StrictJSON

/// Which column of a list becomes what of a gazetteer's place: the mapping file, read and checked.
///
/// The form is documented with an example in `Examples/gazetteers/README.md`.
public struct GazetteerMapping: Sendable {
    /// A column of names in one language; with a separator, several names in one field.
    struct Names: Sendable {
        let column: String
        let language: String
        let separator: Character?
    }

    /// The columns of one level of admin units.
    struct Unit: Sendable {
        let level: Int
        let code: String?
        let name: String?
    }

    /// What the list is called in answers.
    public let list: String
    let code: String
    let kind: String?
    let names: [Names]
    let units: [Unit]
    let latitude: String?
    let longitude: String?
    let separator: UInt8?
    let expectedBox: ExpectedBox?

    /// The largest mapping file.
    public static let maximumBytes = 64 << 10
    private static let maximumColumns = 32

    /// Reads a mapping file.
    ///
    /// - Throws: The first field that breaks a rule.
    public init(_ bytes: [UInt8]) throws(JSONError) {
        let document = try JSONDocument(bytes, limits: .init(maximumBytes: Self.maximumBytes))
        var fields = try document.root.object()
        let version = try fields.required("version")
        guard try version.integer() == 1 else { throw version.refused("must be 1, the only form of mapping there is") }
        list = try fields.required("list").text(limit: 64)
        code = try fields.required("code").column()
        kind = try fields.present("kind")?.column()
        separator = try fields.present("separator")?.separator()
        var names: [Names] = []
        for element in try fields.required("names").array(limit: Self.maximumColumns) {
            var name = try element.object()
            let column = try name.required("column").column()
            let language = try name.present("language")?.text(limit: 35) ?? ""
            var divider: Character?
            if let value = name.present("separator") {
                let text = try value.string()
                guard text.count == 1, let character = text.first else {
                    throw value.refused("must be one character, such as '|'")
                }
                divider = character
            }
            try name.finish()
            names.append(Names(column: column, language: language, separator: divider))
        }
        self.names = names
        var units: [Unit] = []
        for element in try fields.present("units")?.array(limit: 8) ?? [] {
            var unit = try element.object()
            let level = Int(try unit.required("level").integer(in: 1...9))
            let code = try unit.present("code")?.column()
            let name = try unit.present("name")?.column()
            try unit.finish()
            guard code != nil || name != nil else { throw element.refused("needs 'code', 'name' or both") }
            units.append(Unit(level: level, code: code, name: name))
        }
        self.units = units.sorted { $0.level < $1.level }
        if let position = fields.present("position") {
            var degrees = try position.object()
            latitude = try degrees.required("latitude").column()
            longitude = try degrees.required("longitude").column()
            try degrees.finish()
        } else {
            latitude = nil
            longitude = nil
        }
        if let box = fields.present("expectedBox") { expectedBox = try ExpectedBox(box) } else { expectedBox = nil }
        try fields.finish()
        guard !names.isEmpty else { throw document.root.refused("needs at least one column of names") }
    }

    /// Every column read, with the mapping's field.
    var columns: [(column: String, field: String)] {
        var found = [(column: code, field: "/code")]
        if let kind { found.append((kind, "/kind")) }
        for name in names { found.append((name.column, "/names")) }
        for unit in units {
            for column in [unit.code, unit.name] { if let column { found.append((column, "/units")) } }
        }
        for column in [latitude, longitude] { if let column { found.append((column, "/position")) } }
        return found
    }
}
