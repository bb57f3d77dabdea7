/// A value inside a checked text; reading costs no copy until a String is asked for.
public struct JSONValue: Sendable {
    let storage: Storage
    let index: Int

    var token: Token { storage.tape[index] }

    /// What kind of value this is, in the words of RFC 8259.
    public enum Kind: String, Sendable { case null, boolean, number, string, array, object }

    /// The kind of this value.
    public var kind: Kind {
        switch token.kind {
        case .null: .null
        case .isTrue, .isFalse: .boolean
        case .number: .number
        case .string, .escapedString: .string
        case .array: .array
        case .object: .object
        }
    }

    /// RFC 6901 pointer of this value.
    public var pointer: String { storage.pointer(of: index) }

    /// The bytes of this value as they stand in the text, quotes and brackets included.
    public var rawBytes: ArraySlice<UInt8> {
        let isString = token.kind == .string || token.kind == .escapedString
        return storage.bytes[Int(token.start) - (isString ? 1 : 0)..<Int(token.end) + (isString ? 1 : 0)]
    }

    /// Whether this is `null`.
    public var isNull: Bool { token.kind == .null }

    /// An error about this value.
    public func refused(_ sentence: String) -> JSONError {
        JSONError(pointer: pointer, offset: Int(token.start), rule: .notAllowed(sentence))
    }

    func wrongType(_ expected: String) -> JSONError {
        JSONError(pointer: pointer, offset: Int(token.start), rule: .wrongType(expected: expected))
    }

    /// The text of a string.
    public func string() throws(JSONError) -> String {
        guard token.kind == .string || token.kind == .escapedString else { throw wrongType("a string") }
        return storage.text(index)
    }

    /// The UTF-8 bytes of a string, without a copy where it holds no escape.
    public func stringBytes() throws(JSONError) -> ArraySlice<UInt8> {
        switch token.kind {
        case .string: return storage.bytes[Int(token.start)..<Int(token.end)]
        case .escapedString: return JSONEscapes.decode(storage.bytes[Int(token.start)..<Int(token.end)])[...]
        default: throw wrongType("a string")
        }
    }

    /// `true` or `false`.
    public func bool() throws(JSONError) -> Bool {
        switch token.kind {
        case .isTrue: return true
        case .isFalse: return false
        default: throw wrongType("true or false")
        }
    }

    /// A whole number within `range`.
    public func integer(in range: ClosedRange<Int64> = Int64.min...Int64.max) throws(JSONError) -> Int64 {
        guard token.kind == .number else { throw wrongType("a whole number") }
        let (value, isExact) = try decimal(scale: 0)
        guard isExact else { throw wrongType("a whole number") }
        guard range.contains(value) else {
            throw refused("must be a whole number from \(range.lowerBound) to \(range.upperBound), not \(value)")
        }
        return value
    }

    /// A decimal number times 10^`scale`, rounded half away from zero; no floating point on the way.
    ///
    /// `isExact` says whether nothing was rounded.
    public func decimal(scale: Int) throws(JSONError) -> (value: Int64, isExact: Bool) {
        guard token.kind == .number else { throw wrongType("a number") }
        let slice = storage.bytes[Int(token.start)..<Int(token.end)]
        guard let result = DecimalText.scaled(slice, scale: scale) else {
            throw refused("is too large a number here")
        }
        return result
    }

    /// The nearest double; never infinite.
    public func double() throws(JSONError) -> Double {
        guard token.kind == .number else { throw wrongType("a number") }
        let text = String(decoding: storage.bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw refused("is too large a number here") }
        return value
    }

    /// The elements of an array, at most `limit`.
    public func array(limit: Int = Int.max) throws(JSONError) -> [JSONValue] {
        guard token.kind == .array else { throw wrongType("an array") }
        guard Int(token.count) <= limit else {
            throw refused("holds \(token.count) elements; at most \(limit) are taken")
        }
        var out: [JSONValue] = []
        out.reserveCapacity(Int(token.count))
        var child = index + 1
        for _ in 0..<token.count {
            out.append(JSONValue(storage: storage, index: child))
            child = Int(storage.tape[child].next)
        }
        return out
    }

    /// The members of an object.
    public func object() throws(JSONError) -> JSONObject {
        guard token.kind == .object else { throw wrongType("an object") }
        return JSONObject(self)
    }
}
