/// A grade that armies with other titles can compare: NATO codes (STANAG 2116), or civilian.
///
/// OR-1 to OR-9 are other ranks, OF-1 to OF-10 officers; OF-6 and above are flag and general officers.
public struct Grade: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The code, such as `OF-6`, or `CIV`.
    public let code: String
    private let order: Int

    /// Reads a code; nil when there is no such grade.
    public init?(_ code: String) {
        if code == "CIV" {
            order = 0
        } else if code.hasPrefix("OR-"), let number = Int(code.dropFirst(3)), (1...9).contains(number) {
            order = number
        } else if code.hasPrefix("OF-"), let number = Int(code.dropFirst(3)), (1...10).contains(number) {
            order = 100 + number
        } else {
            return nil
        }
        // One spelling only: no leading zero, no sign.
        guard code == "CIV" || code.dropFirst(3).utf8.first.map({ (0x31...0x39).contains($0) }) == true else {
            return nil
        }
        self.code = code
    }

    /// Whoever has no rank.
    public static let civilian = Grade(civilian: "CIV")

    private init(civilian code: String) {
        self.code = code
        order = 0
    }

    /// Whether this is a flag or general officer.
    public var isFlag: Bool { order >= 106 }

    /// Orders other ranks below officers; civilians compare below all, since no rule may assume a rank for them.
    public static func < (left: Grade, right: Grade) -> Bool { left.order < right.order }

    /// The code.
    public var description: String { code }
}
