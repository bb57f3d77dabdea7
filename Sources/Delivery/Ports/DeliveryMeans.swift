/// A way to reach people: hands one parcel to one address.
///
/// What it reports is what a machine between us and the recipient said. None of it is ever a receipt.
public protocol DeliveryMeans: Sendable {
    /// Hands the parcel over, once; returns within the means' own named time whatever the other side does.
    ///
    /// May be called again with the same key after a crash or a failure: the other side gets the key with each copy.
    func send(_ parcel: Parcel, to address: Address) async -> DeliveryOutcome

    /// What became known since of parcels that were handed over; each is told at least once.
    func reports() async -> [DeliveryReport]
}

extension DeliveryMeans {
    /// Nothing becomes known later.
    public func reports() async -> [DeliveryReport] { [] }
}

/// What became of one attempt.
public enum DeliveryOutcome: Hashable, Sendable {
    /// The next machine took it; whether anybody read it is not known.
    case handedOver
    /// It lies where the next machine will find it; what becomes of it is reported, or it is tried again then.
    case pending(seconds: Int64)
    /// It did not take it now; try again, and not before the seconds that it asked for.
    case failed(DeliveryFault, retryAfterSeconds: Int64? = nil)
    /// It will never take it for this address.
    case refused(DeliveryFault)
}

/// Something that a means learned after it had handed a parcel over.
public struct DeliveryReport: Hashable, Sendable {
    /// The parcel.
    public let key: DeliveryKey
    /// What became of it.
    public let outcome: DeliveryOutcome

    /// A report from its parts.
    public init(key: DeliveryKey, outcome: DeliveryOutcome) {
        self.key = key
        self.outcome = outcome
    }
}

/// Why an attempt failed.
public struct DeliveryFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Bytes of a sentence; what a peer says beyond them is cut.
    public static let maximumBytes = 240

    /// What follows from the fault.
    public enum Code: String, CaseIterable, Sendable {
        /// Nobody answers at the address.
        case unreachable
        /// No answer in time.
        case timedOut = "timed-out"
        /// The other side asks for patience.
        case busy
        /// The other side says no.
        case refused
        /// The other side's key or certificate is not to be trusted, or it offers no encryption.
        case untrusted
        /// What came back is not an answer of the protocol.
        case badAnswer = "bad-answer"
        /// This node lacks what it needs: a setting, a secret, room on its disk.
        case notConfigured = "not-configured"
        /// The address is no longer in the address book.
        case noAddress = "no-address"
        /// The notice is no longer there, or no longer for this recipient.
        case withdrawn
        /// Too many attempts, or too late.
        case gaveUp = "gave-up"
        /// No room in the queue.
        case noRoom = "no-room"
    }

    /// What follows.
    public let code: Code
    /// One sentence; words of a peer stand in it only as printable ASCII.
    public let sentence: String

    /// A fault with a sentence of ours.
    public init(_ code: Code, _ sentence: String) {
        self.code = code
        self.sentence = Self.printable(sentence)
    }

    /// Words of a peer, fit for a log line: printable ASCII, cut to the limit.
    public static func printable(_ text: String) -> String {
        var out: [UInt8] = []
        for byte in text.utf8 where out.count < maximumBytes {
            out.append(byte >= 0x20 && byte < 0x7F ? byte : UInt8(ascii: "?"))
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The sentence.
    public var description: String { sentence }
}
