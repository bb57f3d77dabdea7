/// The members of an object, read by name; `finish` refuses whatever the form did not ask for.
public struct JSONObject: Sendable {
    /// The object as a value.
    public let value: JSONValue
    /// Members that were asked for, by position; the 64th and later share no bit and count as unasked.
    private var asked: UInt64 = 0

    /// Where the next search begins: the member after the last one found.
    private var nextKey: Int
    private var nextPosition = 0

    init(_ value: JSONValue) {
        self.value = value
        nextKey = value.index + 1
    }

    /// Keys and values in the order of the text.
    public var members: [(key: String, value: JSONValue)] {
        var out: [(String, JSONValue)] = []
        let storage = value.storage
        var key = value.index + 1
        for _ in 0..<storage.tape[value.index].count {
            out.append((storage.text(key), JSONValue(storage: storage, index: key + 1)))
            key = Int(storage.tape[key + 1].next)
        }
        return out
    }

    /// The member called `name`, nil when absent; `null` is a value, not an absence.
    ///
    /// Forms ask for members in the order in which writers usually put them, so the search goes on from the last hit.
    public mutating func optional(_ name: StaticString) -> JSONValue? {
        let count = Int(value.token.count)
        var (key, position) = (nextKey, nextPosition)
        for _ in 0..<count {
            if position == count { (key, position) = (value.index + 1, 0) }
            let after = Int(value.storage.tape[key + 1].next)
            if matches(key, name) {
                if position < 64 { asked |= 1 << UInt64(position) }
                (nextKey, nextPosition) = (after, position + 1)
                return JSONValue(storage: value.storage, index: key + 1)
            }
            (key, position) = (after, position + 1)
        }
        return nil
    }

    /// The member called `name`.
    ///
    /// - Throws: `missing`, with the pointer the member would have.
    public mutating func required(_ name: StaticString) throws(JSONError) -> JSONValue {
        guard let member = optional(name) else {
            throw JSONError(pointer: value.pointer + "/\(name)", offset: Int(value.token.start), rule: .missing)
        }
        return member
    }

    /// The member called `name`, nil when absent or `null`.
    public mutating func present(_ name: StaticString) -> JSONValue? {
        guard let member = optional(name), !member.isNull else { return nil }
        return member
    }

    /// Refuses members that nobody asked for.
    public func finish() throws(JSONError) {
        let storage = value.storage
        let count = storage.tape[value.index].count
        if count <= 64, asked.nonzeroBitCount == Int(count) { return }
        var key = value.index + 1
        for position in 0..<count {
            if position >= 64 || asked & (1 << UInt64(position)) == 0 {
                let member = JSONValue(storage: storage, index: key + 1)
                throw JSONError(pointer: member.pointer, offset: Int(storage.tape[key].start), rule: .unknownField)
            }
            key = Int(storage.tape[key + 1].next)
        }
    }

    private func matches(_ key: Int, _ name: StaticString) -> Bool {
        let token = value.storage.tape[key]
        // By bytes: Swift's == takes the Kelvin sign for a K, and then two readers see two things.
        if token.kind == .escapedString { return value.storage.text(key).utf8.elementsEqual("\(name)".utf8) }
        let length = Int(token.end - token.start)
        guard length == name.utf8CodeUnitCount else { return false }
        return value.storage.bytes.withUnsafeBufferPointer { buffer in
            for offset in 0..<length where buffer[Int(token.start) + offset] != name.utf8Start[offset] { return false }
            return true
        }
    }
}
