import ArgumentParser
import Foundation
import Gazetteer

/// Where this machine keeps its gazetteer: in a node's folder, in a file, or in the user's own data.
struct GazetteerPlace: ParsableArguments {
    @Option(help: "The node's folder; the gazetteer is FOLDER/gazetteer.jsonl.") var folder: String?
    @Option(help: "The gazetteer's file, instead of a folder.") var gazetteer: String?

    /// Without either option: `$XDG_DATA_HOME/parley/gazetteer.jsonl`, or `~/.local/share/parley/gazetteer.jsonl`.
    var path: String {
        get throws {
            switch (folder, gazetteer) {
            case (let folder?, nil):
                guard FileManager.default.fileExists(atPath: NodeFolder(path: folder).settingsPath) else {
                    throw Failure(.usage, "--folder: \(folder) holds no node")
                }
                return folder + "/gazetteer.jsonl"
            case (nil, let file?): return file
            case (nil, nil):
                let data = ProcessInfo.processInfo.environment["XDG_DATA_HOME"] ?? ""
                return (data.isEmpty ? NSHomeDirectory() + "/.local/share" : data) + "/parley/gazetteer.jsonl"
            default: throw Failure(.usage, "--folder and --gazetteer: give one of them")
            }
        }
    }

    /// The gazetteer; nil where none was loaded yet.
    func read() throws -> Gazetteer? {
        let path = try path
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do { return try Gazetteer(reading: Files.read(path, limit: Gazetteer.maximumFileBytes)) } catch let failure
            as Failure
        { throw failure } catch { throw Failure(.usage, "\(path): \(error)") }
    }
}
