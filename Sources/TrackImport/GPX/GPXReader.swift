import CExpat
import Geodesy
import Tracking

/// Reads tracks, routes and waypoints of GPX 1.0 and 1.1 by libexpat.
///
/// A point of a track is a report and must have a time; routes and waypoints are lines and places. Speed (metres a second)
/// and course are read where GPX 1.0 has them and where extensions of GPX 1.1 carry them under the same names. A document
/// type is refused, so no entity is ever declared, and nothing outside the file is read. Source: topografix.com/GPX/1/0
/// and GPX/1/1; Garmin's TrackPointExtension v2.
struct GPXReader {
    let builder: PointBuilder

    private static let pieceBytes = 1 << 16

    func read(_ bytes: [UInt8]) throws(TrackImportError) -> ImportedTrack {
        // A space cannot stand in a name or in a namespace's address, so it divides them.
        guard let parser = XML_ParserCreateNS(nil, CChar(0x20)) else {
            throw TrackImportError(.unknownForm, "no memory for reading XML")
        }
        defer { XML_ParserFree(parser) }
        let state = GPXState(parser, builder)
        return try withExtendedLifetime(state) { () throws(TrackImportError) in
            GPXState.attach(state, to: parser)
            var at = 0
            repeat {
                let end = min(at + Self.pieceBytes, bytes.count)
                let isFinal: CInt = end == bytes.count ? 1 : 0
                let status = bytes[at..<end].withUnsafeBytes {
                    XML_Parse(parser, $0.bindMemory(to: CChar.self).baseAddress, CInt($0.count), isFinal)
                }
                if status != XML_STATUS_OK {
                    try finish(parser, state)
                    break
                }
                at = end
            } while at < bytes.count
            guard state.isGPX else {
                throw TrackImportError(.unknownForm, "the file is XML but not GPX: its first element must be 'gpx'")
            }
            return state.track
        }
    }

    /// What stopped the parser: our own refusal, or a fault in the file after which nothing more can be read.
    private func finish(_ parser: XML_Parser, _ state: GPXState) throws(TrackImportError) {
        if let refusal = state.refusal { throw refusal }
        guard state.isGPX else {
            throw TrackImportError(.unknownForm, "the file is not GPX: \(Self.fault(parser))")
        }
        guard !state.isFull else { return }
        state.track.isComplete = false
        state.track.add(
            TrackIssue(
                line: Int(XML_GetCurrentLineNumber(parser)), place: "the file", field: "", rule: .incomplete,
                sentence: "\(Self.fault(parser)); what came before was read, nothing after it"), builder.limits)
    }

    private static func fault(_ parser: XML_Parser) -> String {
        let code = XML_GetErrorCode(parser)
        if code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN { return "the file ends too early" }
        return XML_ErrorString(code).map { "the XML is broken (\(String(cString: $0)))" } ?? "the XML is broken"
    }
}
