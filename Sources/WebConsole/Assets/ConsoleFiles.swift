import Foundation

/// Where the console's files are, and their reading.
public struct ConsoleFiles: Sendable {
    /// The folder that holds `templates`, `locales`, `forms`, `assets` and `vendor`.
    public let folder: String

    /// The files in a folder.
    public init(folder: String) { self.folder = folder }

    /// The files that belong to a program: beside it, as it was built, or under `share`, as it was installed.
    ///
    /// - Parameter program: the program's path.
    /// - Returns: the files; nil where there are none.
    public static func beside(program: String) -> ConsoleFiles? {
        let place = URL(fileURLWithPath: program).resolvingSymlinksInPath().deletingLastPathComponent()
        let places = [
            place.appendingPathComponent("parley_WebConsole.resources/Resources").path,
            place.deletingLastPathComponent().appendingPathComponent("share/parley/console").path,
        ]
        return places.first { FileManager.default.fileExists(atPath: $0 + "/templates") }.map(ConsoleFiles.init)
    }

    /// The program that runs.
    public static var program: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }

    /// Every file under a folder of ours, by its path there, in order.
    ///
    /// - Throws: what the system says, or that there is more than `limit` bytes.
    func all(_ part: String, limit: Int) throws -> [(path: String, bytes: [UInt8])] {
        let root = URL(fileURLWithPath: folder + "/" + part).resolvingSymlinksInPath().path
        guard FileManager.default.fileExists(atPath: root) else { return [] }
        var left = limit
        var out: [(path: String, bytes: [UInt8])] = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: root).sorted() {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder), !isFolder.boolValue
            else { continue }
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: root + "/" + path)))
            left -= bytes.count
            guard left >= 0 else {
                throw Words.Fault(description: "the files in '\(root)' are larger than \(limit) bytes together")
            }
            out.append((path, bytes))
        }
        return out
    }
}
