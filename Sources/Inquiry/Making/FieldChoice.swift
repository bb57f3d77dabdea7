public import Statements

/// Which fields of restricted bodies are shown to a third person; what one may not read oneself cannot be among them.
public struct FieldChoice: Hashable, Sendable {
    /// The only fields that are shown; nil shows every field that is at hand.
    public let shown: Set<String>?
    /// Fields that are hidden whatever else is said.
    public let hidden: Set<String>

    /// A choice from its parts.
    public init(shown: Set<String>? = nil, hidden: Set<String> = []) {
        self.shown = shown
        self.hidden = hidden
    }

    /// The body as it is handed on; nil when none of its fields is shown.
    public func applied(to body: OpenedBody) -> OpenedBody? {
        let chosen = body.showing { (shown?.contains($0) ?? true) && !hidden.contains($0) }
        return chosen.shownNames.isEmpty ? nil : chosen
    }
}
