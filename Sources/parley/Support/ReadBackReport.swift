import Coordination
import Statements
import StrictJSON

extension ReplyOptions {
    /// Says whether what was read back is what was said; a read-back that differs is in the log all the same.
    ///
    /// - Throws: `refused` naming every difference, since the message does not count as received then.
    func compare() async throws {
        let id = try LineName.read(message)
        let (bytes, party) = try await speaker.withSession { session in
            (try await session.get("/messages/\(id)"), session.identity.party)
        }
        let differences: [String]?
        do { differences = try Self.differences(in: bytes, of: party.rawValue) } catch {
            throw Failure(.refused, "the node's answer: \(error)")
        }
        guard let differences else {
            throw Failure(
                .unavailable,
                "this node does not show the read-back, so whether it agrees is NOT known; see: parley message show \(id)"
            )
        }
        guard differences.isEmpty else {
            throw Failure(
                .refused,
                "the read-back DIFFERS, and the message does not count as received:\n  "
                    + differences.joined(separator: "\n  ")
                    + "\nread it back anew, or have the sender correct it")
        }
        if !speaker.json { print("it is what the message says") }
    }

    /// What the newest read-back of a party has otherwise; nil when none is shown.
    private static func differences(in reply: [UInt8], of party: String) throws(JSONError) -> [String]? {
        var root = try JSONDocument(reply, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
        var message = try root.required("message").object()
        for item in try message.required("recipients").array() {
            var recipient = try item.object()
            guard try recipient.required("party").string() == party else { continue }
            guard let last = try recipient.present("readBacks")?.array().last else { return nil }
            var readBack = try last.object()
            var lines: [String] = []
            for item in try readBack.required("differences").array() {
                var difference = try item.object()
                let field = try difference.required("field").string()
                let said = try difference.present("said")?.string() ?? "nothing"
                let understood = try difference.present("understood")?.string() ?? "nothing"
                let apart = try difference.present("apartMetres").map { value throws(JSONError) in
                    ", \(Int(try value.double().rounded())) m apart"
                }
                lines.append("\(field): said \(said), understood \(understood)\(apart ?? "")")
            }
            return lines
        }
        return nil
    }
}
