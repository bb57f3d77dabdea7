import Coordination
import Geodesy
import ParleyNode
import StrictJSON

/// Times as people type them.
enum Moment {
    /// RFC 3339, or `now`.
    static func read(_ text: String, _ option: String) throws -> String {
        if text == "now" { return SystemClock().now().description }
        do { return try Instant(rfc3339: text, rounding: .down).description } catch {
            throw Failure(.usage, "\(option): \(error)")
        }
    }
}

/// Places as people type them.
enum Places {
    /// `LAT,LON` in decimal degrees.
    static func position(_ text: String, _ option: String) throws -> Position {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let latitude = degrees(parts[0]), let longitude = degrees(parts[1]) else {
            throw Failure(.usage, "\(option): '\(text)' is not LAT,LON in decimal degrees, such as 36.151583,36.96775")
        }
        do { return try Position(latitudeE7: latitude, longitudeE7: longitude) } catch {
            throw Failure(.usage, "\(option): \(error)")
        }
    }

    private static func degrees(_ text: Substring) -> Int64? {
        let bytes = Array(text.utf8)
        // The same grammar as JSON numbers, so that what is typed and what is sent read alike.
        guard let root = try? JSONDocument(bytes, limits: .init(maximumBytes: 64)).root, root.kind == .number else {
            return nil
        }
        return try? root.decimal(scale: 7).value
    }
}
