import Statements
import StrictJSON

/// What whoever has just notified something should know: it warns and never blocks, and it is shown where it can be had.
enum NoticeWarnings {
    /// Prints that the lead is short and which notices may be the same, to standard error.
    static func show(_ subject: String, isSite: Bool, _ speaker: SpeakerOptions) async {
        let found = try? await speaker.withSession { session in
            let path = "/records/\(session.identity.party)/\(subject)"
            let record = try await session.get(path)
            let same = isSite ? try await session.get(path + "/duplicates") : nil
            return (record, same)
        }
        guard let (record, same) = found else {
            Terminal.note("whether it is late or notified twice could not be asked; see `parley notices`")
            return
        }
        if let warning = try? lead(record) { Terminal.note("WARNING: \(warning)") }
        for line in same.flatMap({ try? duplicates($0) }) ?? [] { Terminal.note(line) }
    }

    private static func lead(_ bytes: [UInt8]) throws -> String? {
        var fields = try JSONDocument(bytes, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
        var record = try fields.required("record").object()
        guard let short = record.present("shortLead") else { return nil }
        var inner = try short.object()
        return try inner.required("warning").string()
    }

    private static func duplicates(_ bytes: [UInt8]) throws -> [String] {
        var fields = try JSONDocument(bytes, limits: .init(maximumBytes: Files.maximumBytes)).root.object()
        return try fields.required("duplicates").array().map { element in
            var row = try element.object()
            let record = try row.required("record").string()
            let reason = try row.required("reason").string()
            let metres = try row.required("distanceMetres").decimal(scale: 0).value
            return "may be the same as \(record) (\(reason), \(metres) m away): a person decides"
        }
    }
}
