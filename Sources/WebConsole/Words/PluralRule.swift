/// By which forms a language counts; the rules of Unicode CLDR for whole numbers.
///
/// Source: CLDR 46, supplemental/plurals.
enum PluralRule: String, CaseIterable, Sendable {
    /// 1, and all else: English, German, Spanish, Turkish, Persian's neighbours in form.
    case oneOther = "one-other"
    /// 0 and 1, and all else: French, Portuguese of Brazil; millions have a form of their own, not used here.
    case zeroOneOther = "zero-one-other"
    /// 1, 21, 31; 2 to 4, 22 to 24; all else: Russian, Ukrainian.
    case slavic
    /// Six forms: Arabic.
    case arabic
    /// One form for every number: Chinese, Japanese, Korean, Vietnamese.
    case none

    /// A form.
    enum Form: String, CaseIterable, Sendable {
        case zero, one, two, few, many, other
    }

    /// The forms that a text needs.
    var forms: [Form] {
        switch self {
        case .oneOther, .zeroOneOther: [.one, .other]
        case .slavic: [.one, .few, .many, .other]
        case .arabic: Form.allCases
        case .none: [.other]
        }
    }

    /// The form for a count.
    func form(of count: Int64) -> Form {
        let number = count.magnitude
        let (tens, ones) = (number % 100, number % 10)
        switch self {
        case .oneOther: return number == 1 ? .one : .other
        case .zeroOneOther: return number <= 1 ? .one : .other
        case .slavic:
            if ones == 1, tens != 11 { return .one }
            if (2...4).contains(ones), !(12...14).contains(tens) { return .few }
            return .many
        case .arabic:
            switch number {
            case 0: return .zero
            case 1: return .one
            case 2: return .two
            default: return (3...10).contains(tens) ? .few : (11...99).contains(tens) ? .many : .other
            }
        case .none: return .other
        }
    }
}
