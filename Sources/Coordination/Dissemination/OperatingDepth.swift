public import Deconfliction
import Geodesy
public import Statements

/// Whether a notice has reached those who will act near it, before it begins.
public struct OperatingDepth: Hashable, Sendable {
    /// The declared units that will operate near the notice while it holds, in order of their names.
    public let units: [SubjectID]
    /// Those of them that have not got it, in order of their names.
    public let unread: [SubjectID]
    /// Whether the recipient has declared a unit that cannot be read here, which may operate there too.
    public let hasUnknownUnits: Bool
    /// Whether it has reached operating depth: every declared unit, or where none is declared at least one.
    public let isReached: Bool

    /// Compares what a recipient has attested with the units that it has declared.
    ///
    /// - Parameters:
    ///   - state: how the notice stands with the recipient.
    ///   - volumes: where and when the notice holds.
    ///   - standOffMillimetres: how far others keep away, its own imprecision included.
    ///   - declared: the recipient's units, as far as the reader may know of them.
    public init(
        of state: RecipientState, volumes: [Volume4D], standOffMillimetres: Int64, declared: [DeclaredUnit]
    ) {
        let prepared = volumes.map { (PreparedArea($0.area), $0.window) }
        var units: [SubjectID] = []
        var hasUnknown = false
        for unit in declared {
            guard let declaration = unit.declaration else {
                hasUnknown = true
                continue
            }
            let area = PreparedArea(declaration.area)
            let isNear = prepared.contains { place, window in
                window.overlaps(declaration.window)
                    && place.separation(to: area, within: standOffMillimetres) != nil
            }
            if isNear { units.append(unit.id.subject) }
        }
        let read = state.operatingUnits
        self.units = units
        unread = units.filter { !read.contains($0) }
        hasUnknownUnits = hasUnknown
        isReached = units.isEmpty ? !read.isEmpty : unread.isEmpty
    }
}
