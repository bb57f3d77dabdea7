/// The text layer of RFC 5545: content lines, folding and escaping.
enum CalendarText {
    /// Octets of one line before it is folded, without the line break.
    static let foldAt = 75

    /// Appends one content line, folded between characters, with its line break.
    static func append(_ line: String, to bytes: inout [UInt8]) {
        var used = 0
        for character in line.unicodeScalars {
            let octets = UTF8.width(character)
            if used + octets > foldAt {
                bytes.append(contentsOf: [0x0D, 0x0A, 0x20])
                used = 1
            }
            bytes.append(contentsOf: String(character).utf8)
            used += octets
        }
        bytes.append(contentsOf: [0x0D, 0x0A])
    }

    /// A text as a property's value: backslash, semicolon, comma and line breaks escaped.
    ///
    /// Control characters that a calendar cannot hold are left out.
    static func escape(_ text: String) -> String {
        var out = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": out += "\\\\"
            case ";": out += "\\;"
            case ",": out += "\\,"
            case "\n": out += "\\n"
            case "\t": out.unicodeScalars.append(character)
            default:
                guard character.value >= 0x20, character.value != 0x7F else { continue }
                out.unicodeScalars.append(character)
            }
        }
        return out
    }

    /// The text that a property's value stands for; nil where it ends in half an escape or holds one there is not.
    static func unescape(_ value: Substring) -> String? {
        var out = String.UnicodeScalarView()
        var isEscaped = false
        for character in value.unicodeScalars {
            guard isEscaped else {
                if character == "\\" { isEscaped = true } else { out.append(character) }
                continue
            }
            isEscaped = false
            switch character {
            case "\\", ";", ",": out.append(character)
            case "n", "N": out.append("\n")
            default: return nil
            }
        }
        return isEscaped ? nil : String(out)
    }

    /// A parameter's value: quoted where it holds what would end it, with RFC 6868 for what a quoted one cannot hold.
    static func parameter(_ text: String) -> String {
        var out = ""
        var needsQuotes = false
        for character in text.unicodeScalars {
            switch character {
            case "^": out += "^^"
            case "\n": out += "^n"
            case "\"": out += "^'"
            default:
                guard character.value >= 0x20, character.value != 0x7F else { continue }
                if [":", ";", ","].contains(character) { needsQuotes = true }
                out.unicodeScalars.append(character)
            }
        }
        return needsQuotes ? "\"\(out)\"" : out
    }

    /// What a parameter's value stands for (RFC 6868).
    static func parameterText(_ value: Substring) -> String {
        var out = String.UnicodeScalarView()
        var isEscaped = false
        for character in value.unicodeScalars {
            guard isEscaped else {
                if character == "^" { isEscaped = true } else { out.append(character) }
                continue
            }
            isEscaped = false
            switch character {
            case "n": out.append("\n")
            case "'": out.append("\"")
            case "^": out.append("^")
            // What is no escape stands as it is.
            default: out.append(contentsOf: ["^", character])
            }
        }
        if isEscaped { out.append("^") }
        return String(out)
    }
}
