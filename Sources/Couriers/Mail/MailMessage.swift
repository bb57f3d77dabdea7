public import Delivery
import Coordination
import Geodesy
import TransparencyLog

/// A parcel as an e-mail (RFC 5322, RFC 2045 to 2047), every line of which this program chose.
///
/// Header fields hold checked addresses, encoded words and our own words alone; the body travels in base64. So nothing
/// that a notice, an officer or an operator wrote can end a field early or begin another.
public struct MailMessage: Sendable {
    /// Characters of a line of base64 (RFC 2045, section 6.8).
    private static let lineCharacters = 76
    /// Bytes of text in one encoded word, so that it stays below 75 characters (RFC 2047, section 2).
    private static let wordBytes = 42

    /// The message, lines ended by CRLF.
    public let bytes: [UInt8]
    /// The same for every attempt: a mailbox that has it already can tell.
    public let messageID: String

    /// Writes a parcel to a mailbox.
    public init(_ parcel: Parcel, from: MailAddress, to: MailAddress) {
        let letter = Letter(parcel)
        messageID = "<\(parcel.key)@\(from.domain)>"
        var lines = [
            "Date: \(Self.date(parcel.at))",
            "From: \(Self.words(parcel.sender)) <\(from)>",
            "To: <\(to)>",
            "Message-ID: \(messageID)",
            "Subject: \(Self.words(letter.subject))",
            "Auto-Submitted: auto-generated",
            "Content-Language: \(parcel.languages.map(\.rawValue).joined(separator: ", "))",
        ]
        if parcel.urgency.isUrgent { lines += ["Importance: high", "Priority: urgent"] }
        lines += [
            "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "",
        ]
        let text = letter.body.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        var encoded = Substring(Base64.encode(Array(text.utf8)))
        while !encoded.isEmpty {
            lines.append(String(encoded.prefix(Self.lineCharacters)))
            encoded = encoded.dropFirst(Self.lineCharacters)
        }
        bytes = Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// Text as encoded words in UTF-8, folded; whatever it holds, it cannot leave its field.
    static func words(_ text: String) -> String {
        var words: [String] = []
        var piece: [UInt8] = []
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            if piece.count + next.count > wordBytes {
                words.append("=?UTF-8?B?\(Base64.encode(piece))?=")
                piece = []
            }
            piece += next
        }
        words.append("=?UTF-8?B?\(Base64.encode(piece))?=")
        return words.joined(separator: "\r\n ")
    }

    /// RFC 5322, in UTC: `Mon, 19 Sep 2016 07:50:00 +0000`.
    static func date(_ instant: Instant) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = Int64((Double(instant.microsecondsSince1970) / 86_400_000_000).rounded(.down))
        let weekday = days[Int((day % 7 + 7) % 7)]
        let text = "\(instant)"
        let date = text.prefix(10).split(separator: "-")
        guard date.count == 3, let month = Int(date[1]), months.indices.contains(month - 1) else { return text }
        return "\(weekday), \(date[2]) \(months[month - 1]) \(date[0]) \(text.dropFirst(11).prefix(8)) +0000"
    }
}
