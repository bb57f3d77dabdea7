import ArgumentParser
import Logging
import StrictJSON

/// Writes the log as files that any web server, disk or follower can carry.
struct ExportCommand: ReportingCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Export a node's log as a folder of static files (tlog-tiles).",
        discussion: """
            The folder holds checkpoint, tile/... and tile/entries/... exactly as the node serves them under /log/. It
            can be audited with `parley log FOLDER` on a machine that never saw the node.
            """)

    @Option(help: "The node's folder.") var folder: String
    @Option(help: "The folder to write.") var out: String
    @Flag(help: "Print one JSON object.") var json = false

    func perform() async throws {
        let opened = try await NodeFolder(path: folder).read()
        let bar = ProgressBar("exporting")
        let count = try LogExport(node: opened.node, out: out).write { bar.show($0, of: $1) }
        try await opened.close()
        if json {
            Output.json { fields in
                fields.member("files", count)
                fields.member("folder", out)
            }
        } else {
            print("wrote \(count) files to \(out)")
        }
    }
}
