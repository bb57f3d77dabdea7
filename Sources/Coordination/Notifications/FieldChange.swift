public import StrictJSON

/// What one amendment changed: a field, what it said before and what it says now, both as JSON.
public struct FieldChange: Hashable, Sendable {
    /// The field's name.
    public let field: String
    /// What it said; nil where it is new.
    public let old: [UInt8]?
    /// What it says; nil where it was left out.
    public let new: [UInt8]?

    /// Compares what was said with what is said, both in the order in which the form writes its fields.
    ///
    /// Both are written anew before they are compared, so that a change of spelling is no change.
    static func between(
        _ old: (inout JSONWriter) -> Void, _ new: (inout JSONWriter) -> Void
    ) -> [FieldChange] {
        let (before, after) = (members(old), members(new))
        var changes: [FieldChange] = []
        for (name, value) in before {
            let now = after.first { $0.name == name }?.value
            if now != value { changes.append(FieldChange(field: name, old: value, new: now)) }
        }
        for (name, value) in after where !before.contains(where: { $0.name == name }) {
            changes.append(FieldChange(field: name, old: nil, new: value))
        }
        return changes
    }

    private static func members(_ write: (inout JSONWriter) -> Void) -> [(name: String, value: [UInt8])] {
        var writer = JSONWriter(capacity: 1_024)
        write(&writer)
        let limits = JSONDocument.Limits(maximumBytes: writer.bytes.count, maximumDepth: 64)
        guard let object = try? JSONDocument(writer.bytes, limits: limits).root.object() else { return [] }
        return object.members.map { ($0.key, Array($0.value.rawBytes)) }
    }
}

extension [FieldChange] {
    /// Writes them as a list, in order.
    public func write(to writer: inout JSONWriter) {
        writer.array { list in
            for change in self {
                list.object { fields in
                    fields.member("field", change.field)
                    if let old = change.old {
                        fields.key("old")
                        fields.raw(old)
                    }
                    if let new = change.new {
                        fields.key("new")
                        fields.raw(new)
                    }
                }
            }
        }
    }
}
