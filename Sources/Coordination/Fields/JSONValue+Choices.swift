public import StrictJSON

extension JSONValue {
    /// One of a closed list of words.
    public func choice<Choice: RawRepresentable & CaseIterable>(_ type: Choice.Type = Choice.self) throws(JSONError)
        -> Choice where Choice.RawValue == String
    {
        guard let choice = Choice(rawValue: try string()) else {
            throw refused("must be one of \(Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", "))")
        }
        return choice
    }
}
