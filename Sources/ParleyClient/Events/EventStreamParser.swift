/// One event of a stream of Server-Sent Events.
public struct ServerSentEvent: Hashable, Sendable {
    /// The ID to resume after; empty when the stream has given none so far.
    public let id: String
    /// The event's name; `message` when the stream names none.
    public let name: String
    /// The data lines, joined by line feeds.
    public let data: String

    /// An event from its parts.
    public init(id: String, name: String, data: String) {
        self.id = id
        self.name = name
        self.data = data
    }
}

/// Why a stream of events is not read any further.
public enum EventStreamError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A line is longer than the limit.
    case lineTooLong(limitBytes: Int)
    /// The lines of one event are together longer than the limit.
    case eventTooLong(limitBytes: Int)

    /// What was found.
    public var description: String {
        switch self {
        case .lineTooLong(let limit): "the event stream holds a line of more than \(limit) bytes"
        case .eventTooLong(let limit): "the event stream holds an event of more than \(limit) bytes"
        }
    }
}

/// Reads Server-Sent Events from bytes as they come, however they are cut.
///
/// Source: WHATWG HTML, section 9.2.6 (interpreting an event stream). Cost is linear in the bytes.
public struct EventStreamParser: Sendable {
    /// Named limits of one stream.
    public struct Limits: Sendable {
        /// Bytes of one line.
        public var maximumLineBytes = 1024 * 1024
        /// Bytes of the data lines of one event.
        public var maximumEventBytes = 4 * 1024 * 1024

        /// The limits as stated.
        public init() {}
    }

    /// The ID of the last event that was complete, to be sent as `Last-Event-ID`; empty when there is none.
    public private(set) var lastEventID: String
    /// How long the stream asks to wait before connecting again; nil when it does not.
    public private(set) var retryMilliseconds: Int64?

    private let limits: Limits
    private var line: [UInt8] = []
    private var isAfterCarriageReturn = false
    private var isFirstLine = true
    private var pendingID: String
    private var name: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false

    /// A parser for one connection.
    ///
    /// - Parameters:
    ///   - lastEventID: the ID that the connection resumes after, which holds until the stream gives another.
    ///   - limits: how much is held at most.
    public init(lastEventID: String = "", limits: Limits = Limits()) {
        self.lastEventID = lastEventID
        pendingID = lastEventID
        self.limits = limits
    }

    /// Takes the next bytes.
    ///
    /// What the stream's end cuts off is no event: a client resumes after `lastEventID` and gets it whole.
    ///
    /// - Returns: the events that these bytes complete.
    /// - Throws: `lineTooLong` or `eventTooLong`; the stream is then to be given up.
    public mutating func feed(_ bytes: some Sequence<UInt8>) throws(EventStreamError) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            if byte == UInt8(ascii: "\n"), isAfterCarriageReturn {
                isAfterCarriageReturn = false
                continue
            }
            isAfterCarriageReturn = byte == UInt8(ascii: "\r")
            if isAfterCarriageReturn || byte == UInt8(ascii: "\n") {
                if let event = try endLine() { events.append(event) }
            } else {
                guard line.count < limits.maximumLineBytes else {
                    throw .lineTooLong(limitBytes: limits.maximumLineBytes)
                }
                line.append(byte)
            }
        }
        return events
    }

    private mutating func endLine() throws(EventStreamError) -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        guard let first = line.first else { return dispatch() }
        guard first != UInt8(ascii: ":") else { return nil }
        let colon = line.firstIndex(of: UInt8(ascii: ":"))
        let field = line[..<(colon ?? line.endIndex)]
        var value = colon.map { line[($0 + 1)...] } ?? []
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        try take(field, value)
        return nil
    }

    private mutating func take(_ field: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) throws(EventStreamError) {
        if field.elementsEqual("data".utf8) {
            guard data.count + value.count < limits.maximumEventBytes else {
                throw .eventTooLong(limitBytes: limits.maximumEventBytes)
            }
            data.append(contentsOf: value)
            data.append(UInt8(ascii: "\n"))
            hasData = true
        } else if field.elementsEqual("event".utf8) {
            name = Array(value)
        } else if field.elementsEqual("id".utf8) {
            if !value.contains(0) { pendingID = String(decoding: value, as: UTF8.self) }
        } else if field.elementsEqual("retry".utf8) {
            let isNumber = !value.isEmpty && value.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
            // A number that does not fit asks for longer than anybody waits.
            if isNumber { retryMilliseconds = Int64(String(decoding: value, as: UTF8.self)) ?? Int64.max }
        }
    }

    private mutating func dispatch() -> ServerSentEvent? {
        lastEventID = pendingID
        defer {
            name.removeAll(keepingCapacity: true)
            data.removeAll(keepingCapacity: true)
            hasData = false
        }
        guard hasData else { return nil }
        data.removeLast()
        return ServerSentEvent(
            id: lastEventID, name: name.isEmpty ? "message" : String(decoding: name, as: UTF8.self),
            data: String(decoding: data, as: UTF8.self))
    }
}
