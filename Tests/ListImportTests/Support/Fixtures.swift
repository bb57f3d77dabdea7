import Foundation
import Geodesy
import Statements
import Testing

@testable import ListImport

/// The generator of all property tests here: the same seed gives the same cases everywhere.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Small lists and the mappings that read them.
enum Fixture {
    static let owner = PartyID(checked: "exercise")

    /// Members of a mapping for CSV; a test replaces or drops some.
    static let members: [String: String] = [
        "version": "1", "title": "\"A list\"", "format": "\"csv\"",
        "subject": #"{"column": "id", "prefix": "s-"}"#, "category": "\"static-site\"", "kind": "\"clinic\"",
        "name": #"{"en": {"column": "name_en"}, "ar": {"column": "name_ar", "mayBeEmpty": true}}"#,
        "place": #"{"latitude": "lat", "longitude": "lon"}"#, "standOffClass": "\"humanitarian-site\"",
        "given": #"{"method": "GPS", "precisionMetres": 1000}"#,
        "valid": #"{"from": "2016-09-01T00:00:00Z"}"#,
        "consent": #"{"by": "Owner", "givenAt": "2016-08-01T00:00:00Z", "reference": "file 1"}"#,
        "contact": #"{"role": "Duty officer", "phones": ["+963 11 000"]}"#,
    ]

    static func text(_ changes: [String: String?] = [:]) -> String {
        var members = members
        for (key, value) in changes { members[key] = value }
        return "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ",")
            + "}"
    }

    static func mapping(_ changes: [String: String?] = [:]) throws -> ListMapping {
        try ListMapping(Array(text(changes).utf8))
    }

    /// A mapping for GeoJSON whose names stand in `name`.
    static func geoMapping(_ changes: [String: String?] = [:]) throws -> ListMapping {
        let base: [String: String?] = [
            "format": "\"geojson\"", "name": #"{"en": {"column": "name"}}"#, "place": "{}",
            "subject": #"{"slugOf": "name"}"#,
        ]
        return try mapping(base.merging(changes) { $1 })
    }

    static func run(
        _ csv: String, _ changes: [String: String?] = [:], existing: [ExistingRecord] = [],
        limits: ImportLimits = .standard, policy: ImportPolicy = .goodRows
    ) throws -> ImportReport {
        try ListImporter(mapping: mapping(changes), owner: owner, existing: existing, limits: limits)
            .run(Array(csv.utf8), policy: policy)
    }

    /// One feature with these coordinates.
    static func run(
        geometry: String, _ changes: [String: String?] = [:], policy: ImportPolicy = .goodRows
    ) throws -> ImportReport {
        let text = #"{"type":"Feature","properties":{"name":"Site"},"geometry":\#(geometry)}"#
        return try ListImporter(mapping: geoMapping(changes), owner: owner).run(Array(text.utf8), policy: policy)
    }
}

extension ImportReport {
    /// Line, field and rule of every issue.
    var brief: [String] {
        issues.map { "\($0.line.map(String.init) ?? "-") \($0.field) \($0.rule.rawValue) \($0.severity.rawValue)" }
    }
}

/// Files of the checkout and, where they are at hand, the real lists beside it.
enum Files {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let data = root.appendingPathComponent("../shared/data").standardizedFileURL

    static var hasData: Bool { FileManager.default.fileExists(atPath: data.path) }

    static func bytes(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

    /// A file of the checkout, by its path.
    static func own(_ path: String) throws -> [UInt8] { try bytes(root.appendingPathComponent(path)) }

    /// A file of the real lists, by its path.
    static func list(_ path: String) throws -> [UInt8] { try bytes(data.appendingPathComponent(path)) }

    static func mapping(_ name: String) throws -> ListMapping {
        try ListMapping(bytes(root.appendingPathComponent("Examples/mappings/\(name).json")))
    }

    /// A golden file of these tests; `UPDATE_GOLDEN=1` writes it anew.
    static func golden(_ name: String, is text: String) throws {
        let url = root.appendingPathComponent("Tests/ListImportTests/Golden/\(name)")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try Data(text.utf8).write(to: url)
        }
        let golden = String(decoding: try bytes(url), as: UTF8.self)
        #expect(text == golden, "\(name) differs; UPDATE_GOLDEN=1 writes it anew")
    }
}
