import Foundation
import Testing

/// Files as they were when somebody last looked at them; `UPDATE_GOLDEN=1` writes them anew.
enum Golden {
    static func expect(_ bytes: [UInt8], _ name: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Golden/\(name)")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" { try Data(bytes).write(to: file) }
        let isSame = try Data(contentsOf: file) == Data(bytes)
        #expect(isSame, "\(name) differs; UPDATE_GOLDEN=1 writes it anew")
    }
}
