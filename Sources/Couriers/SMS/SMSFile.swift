public import Delivery

/// A text message as smstools reads it: header lines, an empty one, the text in UTF-8.
///
/// Source: smstools3, "SMS file format". The text is one line and the number is digits alone, so neither can begin
/// another header.
public struct SMSFile: Sendable {
    /// The file's bytes.
    public let bytes: [UInt8]

    /// Writes a parcel to a telephone.
    public init(_ parcel: Parcel, to phone: PhoneNumber) {
        let text = ShortLetter(parcel).text
        var headers = ["To: \(phone.digits)", "Alphabet: UTF-8", "Report: yes", "Autosplit: 3"]
        if parcel.urgency.isUrgent { headers.append("Priority: high") }
        bytes = Array((headers.joined(separator: "\n") + "\n\n" + text).utf8)
    }

    /// What smstools wrote into the headers of a file that it is through with: the value of one, cut to fit a log line.
    static func header(_ name: String, in bytes: [UInt8]) -> String? {
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            // The text begins.
            if line.isEmpty || line.elementsEqual([0x0D]) { return nil }
            let text = String(decoding: line, as: UTF8.self)
            guard text.hasPrefix(name + ":") else { continue }
            return DeliveryFault.printable(String(text.dropFirst(name.utf8.count + 1)).trimmed)
        }
        return nil
    }
}

extension String {
    var trimmed: String {
        var view = Substring(self)
        while view.first?.isWhitespace == true { view.removeFirst() }
        while view.last?.isWhitespace == true { view.removeLast() }
        return String(view)
    }
}
