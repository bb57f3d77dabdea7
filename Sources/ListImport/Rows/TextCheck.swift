/// The rules that one text can break.
enum TextCheck {
    /// The text, without invisible characters where the mapping says so; what was found goes to `issues`.
    static func check(
        _ text: String, field: String, removesInvisible: Bool, issues: inout RowIssues
    ) -> String {
        // Plain ASCII without controls, by far the most texts, is settled here.
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var kept = String.UnicodeScalarView()
        var seen: Set<ImportRule> = []
        for scalar in text.unicodeScalars {
            guard let rule = rule(scalar) else {
                kept.append(scalar)
                continue
            }
            let isRemoved = rule == .invisibleCharacter && removesInvisible
            if !isRemoved { kept.append(scalar) }
            if seen.insert(rule).inserted {
                report(rule, scalar, field: field, isRemoved: isRemoved, issues: &issues)
            }
        }
        if looksMisdecoded(text) {
            issues.warning(
                .misdecoded, field,
                "'\(text.prefix(40))' looks like UTF-8 that was read as Latin-1; open the source as UTF-8 and export again"
            )
        }
        return String(kept)
    }

    private static func rule(_ scalar: Unicode.Scalar) -> ImportRule? {
        switch scalar.value {
        case 0x0A, 0x0D, 0x2028, 0x2029: .lineBreak
        case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E: .controlCharacter
        case 0xAD, 0x180E, 0x200B, 0x2060...0x2064, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: .invisibleCharacter
        case 0x200C...0x200F, 0x061C, 0x2066...0x2069: .directionMark
        case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: .unusualSpace
        case 0xFFFD: .replacementCharacter
        default: nil
        }
    }

    private static func report(
        _ rule: ImportRule, _ scalar: Unicode.Scalar, field: String, isRemoved: Bool, issues: inout RowIssues
    ) {
        let hex = String(scalar.value, radix: 16, uppercase: true)
        let name = "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
        switch rule {
        case .controlCharacter:
            issues.error(
                rule, field, "the text holds \(name), a control character that can make it read as another; remove it")
        case .invisibleCharacter where isRemoved:
            issues.warning(
                rule, field, "the text holds \(name), which nobody sees; it was removed, as the mapping says")
        case .invisibleCharacter:
            issues.error(
                rule, field,
                "the text holds \(name), which nobody sees, so that equal names differ; remove it, or state "
                    + "'invisibleCharacters': 'remove' in the mapping")
        case .replacementCharacter:
            issues.error(
                rule, field, "the text holds \(name): a character was lost before; take it from the source again")
        case .directionMark:
            issues.warning(rule, field, "the text holds \(name), a joiner or direction mark; it is kept")
        case .unusualSpace:
            issues.warning(rule, field, "the text holds \(name), a space that is not the usual one; it is kept")
        default:
            issues.warning(rule, field, "the text runs over more than one line")
        }
    }

    /// Two pairs of a Latin-1 letter that begins UTF-8 of Arabic or accented Latin, and a byte that would go on.
    private static func looksMisdecoded(_ text: String) -> Bool {
        var (pairs, lead) = (0, false)
        for scalar in text.unicodeScalars {
            if lead, (0x80...0xBF).contains(scalar.value) || scalar.value == 0x201E || scalar.value == 0x2026 {
                pairs += 1
            }
            lead = [0xC2, 0xC3, 0xD8, 0xD9, 0xDA, 0xDB].contains(scalar.value)
        }
        return pairs >= 2
    }
}
