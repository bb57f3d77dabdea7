/// One pass over the bytes, without recursion: deep nesting costs a level of an array, never the stack.
struct JSONParser {
    private let input: UnsafeBufferPointer<UInt8>
    private let maximumDepth: Int
    private var at = 0
    /// Tape indices of the containers that are still open.
    private var open: [UInt32] = []

    init(_ input: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.input = input
        self.maximumDepth = maximumDepth
        open.reserveCapacity(maximumDepth)
    }

    typealias Failure = (offset: Int, rule: JSONRule)

    /// Fills `tape`; nil when the text is one whole value.
    mutating func parse(into tape: inout [Token]) -> Failure? {
        var expectsValue = true
        while true {
            skipSpace()
            if expectsValue {
                guard at < input.count else { return (at, .truncated) }
                if let failure = beginValue(&tape, &expectsValue) { return failure }
            } else {
                if let failure = afterValue(&tape, &expectsValue) { return failure }
                if open.isEmpty && !expectsValue { break }
            }
            if open.isEmpty && !expectsValue { break }
        }
        skipSpace()
        return at == input.count ? nil : (at, .trailingBytes)
    }

    /// Reads a scalar, or opens a container.
    private mutating func beginValue(_ tape: inout [Token], _ expectsValue: inout Bool) -> Failure? {
        switch input[at] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard open.count < maximumDepth else { return (at, .tooDeep(limit: maximumDepth)) }
            let isObject = input[at] == UInt8(ascii: "{")
            open.append(UInt32(tape.count))
            tape.append(Token(kind: isObject ? .object : .array, start: UInt32(at), end: 0, next: 0, count: 0))
            at += 1
            skipSpace()
            guard at < input.count else { return (at, .truncated) }
            if input[at] == UInt8(ascii: isObject ? "}" : "]") {
                expectsValue = false
                return nil  // closed by afterValue
            }
            return isObject ? key(&tape) : nil
        case UInt8(ascii: "\""):
            expectsValue = false
            return string(&tape)
        case UInt8(ascii: "t"):
            expectsValue = false
            return literal("true", .isTrue, &tape)
        case UInt8(ascii: "f"):
            expectsValue = false
            return literal("false", .isFalse, &tape)
        case UInt8(ascii: "n"):
            expectsValue = false
            return literal("null", .null, &tape)
        default:
            expectsValue = false
            return number(&tape)
        }
    }

    /// Reads what may follow a value: a comma, or the end of its container.
    private mutating func afterValue(_ tape: inout [Token], _ expectsValue: inout Bool) -> Failure? {
        guard let container = open.last else { return nil }
        guard at < input.count else { return (at, .truncated) }
        let isObject = tape[Int(container)].kind == .object
        // A container that was opened empty has no child yet; every other arrival here follows a child.
        if tape.count > Int(container) + 1 { tape[Int(container)].count += 1 }
        switch input[at] {
        case UInt8(ascii: ","):
            guard tape.count > Int(container) + 1 else { return (at, .unexpectedByte(input[at])) }
            at += 1
            skipSpace()
            expectsValue = true
            guard at < input.count else { return (at, .truncated) }
            return isObject ? key(&tape) : nil
        case UInt8(ascii: isObject ? "}" : "]"):
            at += 1
            tape[Int(container)].end = UInt32(at)
            tape[Int(container)].next = UInt32(tape.count)
            open.removeLast()
            return isObject ? duplicate(in: Int(container), tape) : nil
        default:
            return (at, .unexpectedByte(input[at]))
        }
    }

    private mutating func key(_ tape: inout [Token]) -> Failure? {
        guard input[at] == UInt8(ascii: "\"") else { return (at, .unexpectedByte(input[at])) }
        if let failure = string(&tape) { return failure }
        skipSpace()
        guard at < input.count else { return (at, .truncated) }
        guard input[at] == UInt8(ascii: ":") else { return (at, .unexpectedByte(input[at])) }
        at += 1
        return nil
    }

    private mutating func string(_ tape: inout [Token]) -> Failure? {
        at += 1
        let start = at
        var escaped = false
        while at < input.count {
            skipPlainText()
            guard at < input.count else { break }
            let byte = input[at]
            if byte == UInt8(ascii: "\"") {
                tape.append(
                    Token(
                        kind: escaped ? .escapedString : .string, start: UInt32(start), end: UInt32(at),
                        next: UInt32(tape.count + 1), count: 0))
                at += 1
                return nil
            }
            if byte == UInt8(ascii: "\\") {
                escaped = true
                guard let length = JSONEscapes.length(input, at) else {
                    return at + 6 > input.count ? (at, .truncated) : (at, .badEscape)
                }
                at += length
            } else if byte < 0x20 {
                return (at, .unexpectedByte(byte))
            } else if byte < 0x80 {
                at += 1
            } else {
                let length = UTF8Check.length(input, at)
                guard length > 0 else { return (at, .invalidUTF8) }
                at += length
            }
        }
        return (at, .truncated)
    }

    /// Passes over eight bytes at a time while none of them ends the string, begins an escape or needs a look.
    ///
    /// A byte that is less than 0x20, a quote, a backslash or not ASCII sets the high bit of its lane in one of the sums
    /// (the usual zero-byte test); a false alarm only hands the byte to the careful loop.
    private mutating func skipPlainText() {
        guard let start = input.baseAddress else { return }
        let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        while at + 8 <= input.count {
            let word = UnsafeRawPointer(start + at).loadUnaligned(as: UInt64.self)
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            let stops =
                ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- (ones &* 0x20)) & ~word)
                | word
            guard stops & highs == 0 else { return }
            at += 8
        }
    }

    private mutating func literal(_ word: StaticString, _ kind: Token.Kind, _ tape: inout [Token]) -> Failure? {
        let length = word.utf8CodeUnitCount
        for offset in 0..<length {
            guard at + offset < input.count else { return (input.count, .truncated) }
            guard input[at + offset] == word.utf8Start[offset] else {
                return (at + offset, .unexpectedByte(input[at + offset]))
            }
        }
        tape.append(
            Token(kind: kind, start: UInt32(at), end: UInt32(at + length), next: UInt32(tape.count + 1), count: 0))
        at += length
        return nil
    }

    private mutating func number(_ tape: inout [Token]) -> Failure? {
        let start = at
        if input[at] == UInt8(ascii: "-") { at += 1 }
        guard at < input.count else { return (at, .truncated) }
        guard isDigit(at) else {
            // NaN, Infinity and -Infinity are the usual strangers here: name the rule, not the letter.
            let isWord = input[at] == UInt8(ascii: "N") || input[at] == UInt8(ascii: "I") || at > start
            return (start, isWord ? .badNumber : .unexpectedByte(input[at]))
        }
        if input[at] == UInt8(ascii: "0") {
            at += 1
            if at < input.count, isDigit(at) { return (start, .badNumber) }
        } else {
            skipDigits()
        }
        if at < input.count, input[at] == UInt8(ascii: ".") {
            at += 1
            guard at < input.count, isDigit(at) else { return (start, .badNumber) }
            skipDigits()
        }
        if at < input.count, input[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if at < input.count, input[at] == UInt8(ascii: "+") || input[at] == UInt8(ascii: "-") { at += 1 }
            guard at < input.count, isDigit(at) else { return (start, .badNumber) }
            skipDigits()
        }
        tape.append(
            Token(kind: .number, start: UInt32(start), end: UInt32(at), next: UInt32(tape.count + 1), count: 0))
        return nil
    }

    private func isDigit(_ index: Int) -> Bool { input[index] &- 0x30 < 10 }

    private mutating func skipDigits() {
        while at < input.count, isDigit(at) { at += 1 }
    }

    private mutating func skipSpace() {
        while at < input.count {
            switch input[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return
            }
        }
    }

    /// Finds a key that stands twice; pairwise while the object is small, hashed beyond that.
    private func duplicate(in container: Int, _ tape: [Token]) -> Failure? {
        let count = Int(tape[container].count)
        guard count > 1 else { return nil }
        var keys: [Int] = []
        keys.reserveCapacity(count)
        var member = container + 1
        for _ in 0..<count {
            keys.append(member)
            member = Int(tape[member + 1].next)
        }
        if count <= 24, !keys.contains(where: { tape[$0].kind == .escapedString }) {
            for second in 1..<count {
                for first in 0..<second where equal(tape[keys[first]], tape[keys[second]]) {
                    return (Int(tape[keys[second]].start), .duplicateKey(text(tape[keys[second]])))
                }
            }
            return nil
        }
        // By bytes, as above: Swift's String would take two spellings of one accented letter for the same key.
        var seen: Set<[UInt8]> = []
        seen.reserveCapacity(count)
        for key in keys where !seen.insert(Array(text(tape[key]).utf8)).inserted {
            return (Int(tape[key].start), .duplicateKey(text(tape[key])))
        }
        return nil
    }

    private func equal(_ left: Token, _ right: Token) -> Bool {
        let length = left.end - left.start
        guard length == right.end - right.start else { return false }
        for offset in 0..<Int(length) where input[Int(left.start) + offset] != input[Int(right.start) + offset] {
            return false
        }
        return true
    }

    private func text(_ token: Token) -> String {
        let slice = Array(input[Int(token.start)..<Int(token.end)])
        return String(decoding: token.kind == .escapedString ? JSONEscapes.decode(slice[...]) : slice, as: UTF8.self)
    }
}
