import Foundation
import Statements
import TestKit
import Testing
import TransparencyLog

/// A statement's fields as JSON texts, so that a test can break one of them.
struct PayloadText {
    var fields: [(name: String, json: String)] = [
        ("accord", "\"accord-1\""), ("party", "\"un-hub\""), ("officer", "\"access-1\""),
        ("kind", "\"notification.notify.v1\""), ("subject", "\"site-1\""), ("sequence", "2"),
        ("previous", "\"\(String(repeating: "ab", count: 32))\""),
        ("seen", "{\"size\":7,\"root\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\"}"),
        ("saidAt", "\"2016-09-19T07:50:00Z\""), ("body", "{\"a\":1}"),
    ]

    /// The same with field `name` as `json`, or without it when nil; a new name is added at the end.
    func with(_ name: String, _ json: String?) -> PayloadText {
        var copy = self
        if let at = copy.fields.firstIndex(where: { $0.name == name }) {
            if let json { copy.fields[at].json = json } else { copy.fields.remove(at: at) }
        } else if let json {
            copy.fields.append((name, json))
        }
        return copy
    }

    var bytes: [UInt8] {
        Array(("{" + fields.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ",") + "}").utf8)
    }
}

/// Golden files of this target; `UPDATE_GOLDEN=1` rewrites them.
enum Golden {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Golden")

    static func check(_ name: String, _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = folder.appendingPathComponent(name)
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try Data(bytes).write(to: file) }
        let expected = [UInt8](try Data(contentsOf: file))
        #expect(
            String(decoding: bytes, as: UTF8.self) == String(decoding: expected, as: UTF8.self),
            sourceLocation: sourceLocation)
    }
}
