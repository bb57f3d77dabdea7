import RawStructuredFieldValues
import TransparencyLog

/// One member of a dictionary field (RFC 8941), with what the parser alone would hide.
///
/// Of two members, or two parameters, with one name RFC 8941 keeps the last; a proxy that keeps the first would then see
/// another request than the node. Both are refused here, and for that the bytes are counted.
struct FieldMember {
    let label: String
    let value: ItemOrInnerList
    /// Semicolons outside strings: as many as the member has parameters, its items' included.
    let semicolonCount: Int

    /// The members of a field, in their order.
    ///
    /// - Throws: `fieldTooLong` or `fieldMalformed`.
    static func members(
        of text: String, field: String, maximumBytes: Int, maximumCount: Int
    ) throws(SignatureError) -> [FieldMember] {
        let bytes = Array(text.utf8)
        guard bytes.count <= maximumBytes else { throw .fieldTooLong(field, limitBytes: maximumBytes) }
        let pieces = split(bytes)
        guard pieces.count <= maximumCount else {
            throw .fieldMalformed(field, "has \(pieces.count) members; at most \(maximumCount) are read")
        }
        var members: [FieldMember] = []
        for (piece, semicolonCount) in pieces {
            var parser = StructuredFieldValueParser(trimmed(piece))
            guard let map = try? parser.parseDictionaryFieldValue(), map.count == 1,
                let (label, value) = map.first(where: { _ in true })
            else { throw .fieldMalformed(field, "is not a dictionary (RFC 8941 section 3.2)") }
            guard !members.contains(where: { $0.label == label }) else {
                throw .fieldMalformed(field, "has the label '\(label)' twice; each once")
            }
            members.append(FieldMember(label: label, value: value, semicolonCount: semicolonCount))
        }
        return members
    }

    /// The inner list that the value is; nil for an item.
    var innerList: InnerList? {
        guard case .innerList(let list) = value else { return nil }
        return list
    }

    /// The byte sequence that the value is; nil for anything else, and for base64 in another spelling.
    var byteSequence: [UInt8]? {
        guard case .item(let item) = value, case .undecodedByteSequence(let text) = item.rfc9651BareItem else {
            return nil
        }
        return try? Base64.decode(text)
    }

    /// The pieces between the commas that stand outside strings, each with its semicolons counted.
    private static func split(_ bytes: [UInt8]) -> [(piece: ArraySlice<UInt8>, semicolonCount: Int)] {
        var pieces: [(ArraySlice<UInt8>, Int)] = []
        var start = 0
        var semicolonCount = 0
        var isInString = false
        var isEscaped = false
        for (offset, byte) in bytes.enumerated() {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: ";"): semicolonCount += 1
            case UInt8(ascii: ","):
                pieces.append((bytes[start..<offset], semicolonCount))
                start = offset + 1
                semicolonCount = 0
            default: break
            }
        }
        pieces.append((bytes[start...], semicolonCount))
        return pieces
    }

    /// Without the white space that may stand around a comma.
    private static func trimmed(_ piece: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        guard let first = piece.firstIndex(where: { !isSpace($0) }), let last = piece.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return piece[first...last]
    }
}

extension InnerList {
    /// The text of the parameter `tag`; nil when there is none, or none of text.
    var tag: String? {
        guard case .string(let text)? = rfc9651Parameters["tag"] else { return nil }
        return text
    }

    /// Parameters of all items together.
    var itemParameterCount: Int { bareInnerList.reduce(0) { $0 + $1.rfc9651Parameters.count } }
}
