import ArgumentParser
import ParleyNode
import Picture
import StrictJSON
import TransparencyLog

/// Rebuilds the picture from the store and says what it is.
struct ReplayCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Replay a node's own log and print the picture's digest.",
        discussion: """
            Every entry is read and hashed again and compared with the signed checkpoint. Two machines with the same
            log print the same open digest; the local digest also covers restricted bodies this node was handed.
            """)

    @Option(help: "The node's folder.") var folder: String
    @Flag(help: "Print one JSON object.") var json = false

    func perform() async throws {
        let opened = try await NodeFolder(path: folder).read()
        let state = opened.node.publisher.state
        let (open, local) = (state.picture.digest(.open), state.picture.digest(.local))
        if json {
            Output.json { fields in
                fields.member("size", state.size.value)
                fields.member("root", state.tree.root.base64)
                fields.member("records", state.picture.records.count)
                fields.member("openDigest", open.hex)
                fields.member("localDigest", local.hex)
            }
        } else {
            print("entries       \(state.size)")
            print("root          \(state.tree.root)")
            print("records       \(state.picture.records.count)")
            print("open digest   \(open.hex)")
            print("local digest  \(local.hex)")
        }
        try await opened.close()
    }
}
